/**
 * What single operations of the hot path cost, beside the OpenTelemetry SDK. Nothing here is
 * shipped or runs in the default build.
 */
package io.sonde.benchmarks.micro;
