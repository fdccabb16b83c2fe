/**
 * Connections to where records go, and HTTP/1.1 requests on them. Every call obeys a {@link
 * io.sonde.exporter.net.Deadline}, writing included, without a thread to watch it.
 *
 * <p>Proxies are the JVM's ({@code http.proxyHost} and so on); none that wants a password can be
 * used.
 */
package io.sonde.exporter.net;
