/**
 * From finished records to the wire: the queue in front of each destination, the worker that drains
 * it, and what all destinations share. One package below this one per destination, and {@code net}
 * for how to get there.
 *
 * <p>Spans and log events are {@code bootstrap}'s own, written to the wire as they are; metrics
 * come as the OpenTelemetry SDK's {@code MetricData}. Nothing here sees an instrumentation.
 */
package io.sonde.exporter;
