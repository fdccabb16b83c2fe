package io.sonde.agent;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.agent.config.MetricKeys;
import io.sonde.agent.config.OtlpFileKeys;
import io.sonde.agent.config.OtlpKeys;
import io.sonde.agent.config.RemoteWriteKeys;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.otlp.OtlpFileExporter;
import io.sonde.exporter.otlp.OtlpMetricExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import io.sonde.exporter.otlp.RequestCount;
import io.sonde.exporter.prometheus.CompatGroup;
import io.sonde.exporter.remotewrite.RemoteWriteExporter;
import java.nio.file.Paths;

/** What the names in {@code otel.metrics.exporter} stand for, of those that are sent. */
final class MetricDestinations {
  private MetricDestinations() {}

  static Destination<MetricData> open(String name, ExportContext context) throws Exception {
    switch (name) {
      case "otlp-file":
        return otlpFile(context);
      case "remote-write":
        return remoteWrite(context);
      default:
        return otlp(context);
    }
  }

  private static Destination<MetricData> otlp(ExportContext context) {
    OtlpSettings settings =
        OtlpSettings.resolve(OtlpSignal.METRICS, OtlpKeys.texts(context.config));
    BatchExporter<MetricData> exporter =
        new OtlpMetricExporter(
            settings,
            context.resource,
            ExportContext.SCOPE,
            context.version,
            exponential(context),
            delta(context));
    return new Destination<MetricData>(
        context.config.get(OtlpKeys.COMPAT) ? new RequestCount(exporter) : exporter,
        settings.describe());
  }

  private static Destination<MetricData> otlpFile(ExportContext context) {
    String path = context.config.get(OtlpFileKeys.PATH);
    return new Destination<MetricData>(
        OtlpFileExporter.metrics(
            Paths.get(path),
            context.config.get(OtlpFileKeys.MAX_BYTES),
            context.resource,
            ExportContext.SCOPE,
            context.version,
            exponential(context),
            delta(context)),
        path);
  }

  private static boolean exponential(ExportContext context) {
    return context.config.get(OtlpKeys.HISTOGRAM_AGGREGATION).startsWith("base2");
  }

  private static boolean delta(ExportContext context) {
    return !context.config.get(OtlpKeys.TEMPORALITY).equals("cumulative");
  }

  private static Destination<MetricData> remoteWrite(ExportContext context) throws Exception {
    HttpTarget target = RemoteWriteKeys.HTTP.target(context.config);
    return new Destination<MetricData>(
        new RemoteWriteExporter(
            target,
            context.config.get(RemoteWriteKeys.TENANT),
            context.config.get(RemoteWriteKeys.VERSION),
            context.resource,
            context.config.get(RemoteWriteKeys.RESOURCE_LABELS),
            CompatGroup.of(context.config.get(MetricKeys.PROMETHEUS_COMPAT)),
            context.version),
        target.describe());
  }
}
