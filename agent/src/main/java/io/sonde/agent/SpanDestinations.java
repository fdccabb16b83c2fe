package io.sonde.agent;

import io.sonde.agent.config.OtlpFileKeys;
import io.sonde.agent.config.OtlpKeys;
import io.sonde.agent.config.ZipkinKeys;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.otlp.OtlpExporter;
import io.sonde.exporter.otlp.OtlpFileExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import io.sonde.exporter.zipkin.ZipkinExporter;
import java.nio.file.Paths;

/** What the names in {@code otel.traces.exporter} stand for. */
final class SpanDestinations {
  private SpanDestinations() {}

  static Destination<Span> open(String name, ExportContext context) throws Exception {
    switch (name) {
      case "jaeger":
        return JaegerDestination.open(context);
      case "otlp-file":
        return otlpFile(context);
      case "zipkin":
        return zipkin(context);
      default:
        return otlp(context);
    }
  }

  private static Destination<Span> otlp(ExportContext context) {
    OtlpSettings settings = OtlpSettings.resolve(OtlpSignal.TRACES, OtlpKeys.texts(context.config));
    return new Destination<Span>(
        OtlpExporter.spans(settings, context.resource, ExportContext.SCOPE, context.version),
        settings.describe());
  }

  private static Destination<Span> zipkin(ExportContext context) throws Exception {
    HttpTarget target = ZipkinKeys.HTTP.target(context.config);
    boolean gzip = context.config.get(ZipkinKeys.COMPRESSION).equals("gzip");
    return new Destination<Span>(
        new ZipkinExporter(target, gzip, context.resource, ExportContext.SCOPE, context.version),
        target.describe());
  }

  private static Destination<Span> otlpFile(ExportContext context) {
    String path = context.config.get(OtlpFileKeys.PATH);
    return new Destination<Span>(
        OtlpFileExporter.spans(
            Paths.get(path),
            context.config.get(OtlpFileKeys.MAX_BYTES),
            context.resource,
            ExportContext.SCOPE,
            context.version),
        path);
  }
}
