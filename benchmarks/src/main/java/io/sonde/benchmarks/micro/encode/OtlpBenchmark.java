package io.sonde.benchmarks.micro.encode;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.otlp.OtlpExporter;
import io.sonde.exporter.otlp.OtlpMetricExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** OTLP in binary protobuf. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class OtlpBenchmark {
  @Param({"none", "gzip"})
  public String compression;

  private List<Span> spans;
  private List<LogEvent> logs;
  private List<MetricData> metrics;
  private BatchExporter<Span> spanExporter;
  private BatchExporter<LogEvent> logExporter;
  private BatchExporter<MetricData> metricExporter;
  private List<MetricData> histograms;
  private BatchExporter<MetricData> histogramExporter;

  @Setup
  public void setUp() {
    spans = Records.spans();
    logs = Records.logs();
    metrics = Records.metrics();
    spanExporter =
        OtlpExporter.spans(settings(OtlpSignal.TRACES), Records.ATTRIBUTES, "io.sonde", "1.0");
    logExporter = OtlpExporter.logs(settings(OtlpSignal.LOGS), Records.ATTRIBUTES, null);
    metricExporter =
        new OtlpMetricExporter(
            settings(OtlpSignal.METRICS), Records.ATTRIBUTES, "io.sonde", "1.0", false, false);
    histograms =
        metrics.stream().filter(metric -> metric.getType() == MetricDataType.HISTOGRAM).toList();
    histogramExporter =
        OtlpExporter.metrics(settings(OtlpSignal.METRICS), Records.ATTRIBUTES, "io.sonde", "1.0");
  }

  private OtlpSettings settings(OtlpSignal signal) {
    return OtlpSettings.resolve(
        signal,
        name ->
            switch (name) {
              case "otel.exporter.otlp.endpoint" -> NullReceiver.url();
              case "otel.exporter.otlp.compression" -> compression;
              default -> null;
            });
  }

  @Benchmark
  public void spans(Written written) throws Exception {
    written.batch(Sent.by(spanExporter, spans));
  }

  @Benchmark
  public void logs(Written written) throws Exception {
    written.batch(Sent.by(logExporter, logs));
  }

  @Benchmark
  public void encodeSpans(Written written) throws Exception {
    written.batch(Sent.encoded(spanExporter, spans));
  }

  @Benchmark
  public void encodeLogs(Written written) throws Exception {
    written.batch(Sent.encoded(logExporter, logs));
  }

  /** A record is a series of a histogram. */
  @Benchmark
  public void metrics(Written written) throws Exception {
    written.batch(Sent.by(metricExporter, metrics));
  }

  @Benchmark
  public void encodeMetrics(Written written) throws Exception {
    written.batch(Sent.encoded(histogramExporter, histograms));
  }
}
