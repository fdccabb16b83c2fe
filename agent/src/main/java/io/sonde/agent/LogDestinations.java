package io.sonde.agent;

import io.sonde.agent.config.ElasticsearchKeys;
import io.sonde.agent.config.LokiKeys;
import io.sonde.agent.config.OtlpKeys;
import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.elasticsearch.ElasticsearchExporter;
import io.sonde.exporter.loki.LokiExporter;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.otlp.OtlpExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;

/** What the names in {@code otel.logs.exporter} stand for. */
final class LogDestinations {
  private LogDestinations() {}

  static Destination<LogEvent> open(String name, ExportContext context) throws Exception {
    switch (name) {
      case "loki":
        return loki(context);
      case "elasticsearch":
        return elasticsearch(context);
      default:
        return otlp(context);
    }
  }

  private static Destination<LogEvent> otlp(ExportContext context) {
    OtlpSettings settings = OtlpSettings.resolve(OtlpSignal.LOGS, OtlpKeys.texts(context.config));
    return new Destination<LogEvent>(
        OtlpExporter.logs(settings, context.resource), settings.describe());
  }

  private static Destination<LogEvent> loki(ExportContext context) throws Exception {
    HttpTarget target = LokiKeys.HTTP.target(context.config);
    return new Destination<LogEvent>(
        new LokiExporter(target, context.config.get(LokiKeys.TENANT), context.resource),
        target.describe());
  }

  private static Destination<LogEvent> elasticsearch(ExportContext context) throws Exception {
    HttpTarget target = ElasticsearchKeys.target(context.config);
    boolean gzip = context.config.get(ElasticsearchKeys.COMPRESSION).equals("gzip");
    String stream = context.config.get(ElasticsearchKeys.DATA_STREAM);
    String index = context.config.get(ElasticsearchKeys.INDEX);
    return new Destination<LogEvent>(
        stream != null
            ? ElasticsearchExporter.dataStream(target, gzip, stream, context.resource)
            : ElasticsearchExporter.index(target, gzip, index, context.resource),
        target.describe());
  }
}
