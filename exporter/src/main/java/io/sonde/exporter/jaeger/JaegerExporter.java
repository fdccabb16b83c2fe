package io.sonde.exporter.jaeger;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.HttpExporter;
import io.sonde.exporter.net.HttpTarget;
import java.util.Map;

/** Makes the exporter for one of Jaeger's own protocols. None opens a connection yet. */
public final class JaegerExporter {
  private JaegerExporter() {}

  /**
   * Binary Thrift over HTTP, to a collector, usually on port 14268.
   *
   * @param target {@code /api/traces} is added where it has no path
   * @param resource the attributes of the process: texts and {@code Long}s
   */
  public static BatchExporter<Span> http(
      HttpTarget target, Map<String, Object> resource, String scope, String scopeVersion) {
    return new HttpExporter<Span>(
        new BatchStruct(false, resource, LocalAddress.find(), scope, scopeVersion),
        target.withDefaultPath("/api/traces"),
        "application/vnd.apache.thrift.binary",
        false);
  }

  /**
   * Thrift over UDP, to an agent or an all-in-one.
   *
   * @param compact whether in the compact protocol, of port 6831, or in the binary one, of 6832
   * @param resource the attributes of the process: texts and {@code Long}s
   */
  public static BatchExporter<Span> udp(
      String host,
      int port,
      boolean compact,
      Map<String, Object> resource,
      String scope,
      String scopeVersion) {
    return new UdpExporter(
        new UdpChannel(host, port),
        compact,
        ProcessStruct.of(compact, resource, LocalAddress.find()),
        scope,
        scopeVersion);
  }
}
