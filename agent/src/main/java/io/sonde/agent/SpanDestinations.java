package io.sonde.agent;

import io.sonde.agent.config.OtlpFileKeys;
import io.sonde.agent.config.OtlpKeys;
import io.sonde.agent.config.TraceKeys;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.otlp.OtlpExporter;
import io.sonde.exporter.otlp.OtlpFileExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import java.nio.file.Paths;
import java.util.function.Function;

/** What the names in {@code otel.traces.exporter} stand for. */
final class SpanDestinations {
  private SpanDestinations() {}

  static Destination<Span> open(String name, ExportContext context) throws Exception {
    switch (name) {
      case "jaeger":
        return otlp(context, jaeger(context));
      case "otlp-file":
        return otlpFile(context);
      default:
        return otlp(context, OtlpKeys.texts(context.config));
    }
  }

  private static Destination<Span> otlp(ExportContext context, Function<String, String> texts) {
    OtlpSettings settings = OtlpSettings.resolve(OtlpSignal.TRACES, texts);
    return new Destination<Span>(
        OtlpExporter.spans(settings, context.resource, ExportContext.SCOPE, context.version),
        settings.describe());
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

  /** Jaeger takes OTLP: the general settings do not apply to it, its endpoint is its own. */
  private static Function<String, String> jaeger(ExportContext context) {
    final String endpoint = context.config.get(TraceKeys.JAEGER_ENDPOINT);
    return new Function<String, String>() {
      @Override
      public String apply(String name) {
        return name.equals("otel.exporter.otlp.endpoint") ? endpoint : null;
      }
    };
  }
}
