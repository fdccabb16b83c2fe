/**
 * From the agent's own metrics to the data types of the OpenTelemetry SDK, which exporters speak.
 * Runs on exporter threads only: no class of this package, or of the SDK, is needed while the
 * application starts or on its threads.
 */
package io.sonde.agent.sdk;
