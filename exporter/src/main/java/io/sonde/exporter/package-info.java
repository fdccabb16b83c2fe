/**
 * From finished records to the wire: the queue in front of each destination, the worker that drains
 * it, and what all destinations share. One package below this one per destination.
 *
 * <p>Speaks the data types of the OpenTelemetry SDK ({@code SpanData}, {@code MetricData}, {@code
 * LogRecordData}); knows of {@code bootstrap} only its threads, its log and its text cutting.
 * Nothing here sees an instrumentation.
 */
package io.sonde.exporter;
