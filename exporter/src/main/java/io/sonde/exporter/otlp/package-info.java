/**
 * OTLP over HTTP/protobuf and over gRPC. One encoder for each signal writes the body, into one
 * buffer that is used again. The wire is {@code HttpURLConnection} for HTTP, and for gRPC a client
 * of the few parts of HTTP/2 that one unary call at a time needs, because a gRPC library is larger
 * than the rest of the agent.
 *
 * <p>Nothing here queues, waits or retries a batch later; that is the worker's.
 */
package io.sonde.exporter.otlp;
