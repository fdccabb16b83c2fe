/**
 * Jaeger's own protocols, for those Jaegers that take no OTLP or do not publish its ports: Thrift
 * over HTTP to the collector, and Thrift over UDP to the agent. One mapping of a span, two
 * encodings of Thrift. The structs are those of jaeger-idl's {@code jaeger.thrift}, what goes where
 * is the OpenTelemetry specification's "OpenTelemetry to Jaeger Transformation".
 */
package io.sonde.exporter.jaeger;
