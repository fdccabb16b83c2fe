/**
 * The agent's HTTP server: one thread ({@code Endpoint}) that answers whoever connects ({@code
 * HttpConnection}), over TLS where that is configured ({@code Transport}), with what its {@code
 * Handler}s have to say.
 *
 * <p>Nothing here blocks, calls the application, keeps a thread local or sets a property of the
 * JVM.
 */
package io.sonde.exporter.endpoint;
