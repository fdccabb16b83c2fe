package io.sonde.exporter.zipkin;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.HttpExporter;
import io.sonde.exporter.net.HttpTarget;
import java.util.Map;

/** Posts spans to Zipkin, which answers 202. */
public final class ZipkinExporter extends HttpExporter<Span> {
  private static final String PATH = "/api/v2/spans";

  /**
   * Opens no connection yet.
   *
   * @param target {@code /api/v2/spans} is appended when it has no path
   * @param resource the attributes of the process: texts and {@code Long}s
   */
  public ZipkinExporter(
      HttpTarget target,
      boolean gzip,
      Map<String, Object> resource,
      String scope,
      String scopeVersion) {
    super(
        new ZipkinEncoder(resource, scope, scopeVersion),
        target.withDefaultPath(PATH),
        "application/json",
        gzip);
  }
}
