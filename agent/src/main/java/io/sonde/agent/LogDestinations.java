package io.sonde.agent;

import io.sonde.agent.config.ElasticsearchKeys;
import io.sonde.agent.config.LogstashKeys;
import io.sonde.agent.config.LokiKeys;
import io.sonde.agent.config.OtlpFileKeys;
import io.sonde.agent.config.OtlpKeys;
import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.elasticsearch.ElasticsearchExporter;
import io.sonde.exporter.lines.LineFormat;
import io.sonde.exporter.lines.LogLine;
import io.sonde.exporter.logstash.LogstashExporter;
import io.sonde.exporter.loki.LokiExporter;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.net.TcpTarget;
import io.sonde.exporter.otlp.OtlpExporter;
import io.sonde.exporter.otlp.OtlpFileExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import java.nio.file.Paths;

/** What the names in {@code otel.logs.exporter} stand for. */
final class LogDestinations {
  private LogDestinations() {}

  static Destination<LogEvent> open(String name, ExportContext context) throws Exception {
    switch (name) {
      case "loki":
        return loki(context);
      case "elasticsearch":
        return elasticsearch(context);
      case "logstash":
        return logstash(context);
      case "otlp-file":
        return otlpFile(context);
      default:
        return otlp(context);
    }
  }

  private static Destination<LogEvent> otlp(ExportContext context) {
    OtlpSettings settings = OtlpSettings.resolve(OtlpSignal.LOGS, OtlpKeys.texts(context.config));
    String body = context.config.get(OtlpKeys.LOG_BODY);
    LogLine line = body.equals("message") ? null : LineFormat.of(body).line(context.resource);
    return new Destination<LogEvent>(
        OtlpExporter.logs(settings, context.resource, line), settings.describe());
  }

  private static Destination<LogEvent> otlpFile(ExportContext context) {
    String path = context.config.get(OtlpFileKeys.PATH);
    return new Destination<LogEvent>(
        OtlpFileExporter.logs(
            Paths.get(path), context.config.get(OtlpFileKeys.MAX_BYTES), context.resource),
        path);
  }

  private static Destination<LogEvent> loki(ExportContext context) throws Exception {
    HttpTarget target = LokiKeys.HTTP.target(context.config);
    return new Destination<LogEvent>(
        new LokiExporter(
            target,
            context.config.get(LokiKeys.TENANT),
            context.resource,
            context.config.get(LokiKeys.COMPRESSION).equals("snappy")),
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

  private static Destination<LogEvent> logstash(ExportContext context) {
    TcpTarget target = LogstashKeys.target(context.config);
    LineFormat format = LineFormat.of(context.config.get(LogstashKeys.FORMAT));
    return new Destination<LogEvent>(
        new LogstashExporter(target, format.line(context.resource)), target.describe());
  }
}
