/**
 * OTLP over HTTP/protobuf and over gRPC. The body is made by the OpenTelemetry SDK's marshalers;
 * the wire is ours: {@code HttpURLConnection} for HTTP, and for gRPC a client of the few parts of
 * HTTP/2 that one unary call at a time needs, because a gRPC library is larger than the rest of the
 * agent.
 *
 * <p>Nothing here queues, waits or retries a batch later; that is the worker's.
 */
package io.sonde.exporter.otlp;
