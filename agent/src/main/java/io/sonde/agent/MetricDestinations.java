package io.sonde.agent;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.agent.config.OtlpKeys;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.otlp.OtlpMetricExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import io.sonde.exporter.otlp.RequestCount;

/** What the names in {@code otel.metrics.exporter} stand for, of those that are sent. */
final class MetricDestinations {
  private MetricDestinations() {}

  static Destination<MetricData> open(String name, ExportContext context) throws Exception {
    switch (name) {
      default:
        return otlp(context);
    }
  }

  private static Destination<MetricData> otlp(ExportContext context) {
    OtlpSettings settings =
        OtlpSettings.resolve(OtlpSignal.METRICS, OtlpKeys.texts(context.config));
    String aggregation = context.config.get(OtlpKeys.HISTOGRAM_AGGREGATION);
    BatchExporter<MetricData> exporter =
        new OtlpMetricExporter(
            settings,
            context.resource,
            ExportContext.SCOPE,
            context.version,
            aggregation.startsWith("base2"),
            !context.config.get(OtlpKeys.TEMPORALITY).equals("cumulative"));
    return new Destination<MetricData>(
        context.config.get(OtlpKeys.COMPAT) ? new RequestCount(exporter) : exporter,
        settings.describe());
  }
}
