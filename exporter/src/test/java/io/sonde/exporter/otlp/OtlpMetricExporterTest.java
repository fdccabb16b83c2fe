package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableLongPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** With the snapshots of the SDK's own cumulative readers. */
class OtlpMetricExporterTest {
  private final Reader explicit = new Reader(Aggregation.explicitBucketHistogram());
  private final Reader exponential = new Reader(Aggregation.base2ExponentialBucketHistogram());
  private final Meter meter =
      SdkMeterProvider.builder()
          .registerMetricReader(explicit)
          .registerMetricReader(exponential)
          .build()
          .get("test");
  private final Sink sink = new Sink();

  private List<MetricData> snapshot() {
    List<MetricData> metrics = new ArrayList<>(explicit.registration.collectAllMetrics());
    for (MetricData metric : exponential.registration.collectAllMetrics()) {
      if (metric.getType() == MetricDataType.EXPONENTIAL_HISTOGRAM) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private Map<String, MetricData> export(OtlpMetricExporter exporter) throws Exception {
    exporter.export(snapshot());
    Map<String, MetricData> byName = new java.util.HashMap<>();
    for (MetricData metric : sink.batch) {
      assertNull(byName.put(metric.getName(), metric), "twice: " + metric.getName());
    }
    return byName;
  }

  @Test
  void requestsAreCountedBesideTheirDurations() throws Exception {
    DoubleHistogram durations = meter.histogramBuilder("http.server.request.duration").build();
    BatchExporter<MetricData> exporter =
        new RequestCount(new OtlpMetricExporter(sink, false, true));
    for (int round = 1; round <= 2; round++) {
      for (int i = 0; i < 3 * round; i++) {
        durations.record(0.1);
      }
      exporter.export(snapshot());
      MetricData count =
          sink.batch.stream()
              .filter(metric -> metric.getName().equals("http.server.request.count"))
              .findFirst()
              .orElseThrow();
      assertTrue(count.getLongSumData().isMonotonic());
      assertEquals(3L * round, ((LongPointData) only(count)).getValue());
    }
  }

  private static PointData only(MetricData metric) {
    Collection<? extends PointData> points = metric.getData().getPoints();
    assertEquals(1, points.size());
    return points.iterator().next();
  }

  @Test
  void oneKindOfHistogramIsSent() throws Exception {
    meter.histogramBuilder("latency").build().record(1);
    assertEquals(
        MetricDataType.HISTOGRAM,
        export(new OtlpMetricExporter(sink, false, false)).get("latency").getType());
    OtlpMetricExporter wantsExponential = new OtlpMetricExporter(sink, true, false);
    assertEquals(
        MetricDataType.EXPONENTIAL_HISTOGRAM, export(wantsExponential).get("latency").getType());
    // A histogram of which there is but one kind is not lost.
    wantsExponential.export(new ArrayList<>(explicit.registration.collectAllMetrics()));
    assertEquals(MetricDataType.HISTOGRAM, sink.batch.get(0).getType());
  }

  /** Ours against the SDK's marshaler, both read by what protoc made. */
  @Test
  void everyKindIsEncodedAsTheSdkDoes() throws Exception {
    Attributes labels =
        Attributes.builder().put("route", "/ä").put("n", -1).put("d", 0.5).put("b", true).build();
    SpanContext traced =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    meter.counterBuilder("requests").setUnit("{request}").build().add(5, labels);
    meter.counterBuilder("seconds").ofDoubles().setDescription("Über").build().add(1.5);
    meter.upDownCounterBuilder("active").build().add(-3, labels);
    meter.gaugeBuilder("used").build().set(Double.NaN, labels);
    meter.gaugeBuilder("count").ofLongs().build().set(Long.MIN_VALUE);
    DoubleHistogram latency = meter.histogramBuilder("latency").build();
    try (Scope ignored = Context.root().with(Span.wrap(traced)).makeCurrent()) {
      for (double value : new double[] {0, 1e-9, 0.3, 7, 7, 1e9, -5}) {
        latency.record(value, labels);
      }
    }
    latency.record(1);
    OtlpMetricExporter deltas = new OtlpMetricExporter(sink, true, true);
    encodesAsTheSdk(snapshot());
    deltas.export(snapshot());
    latency.record(100, labels);
    deltas.export(snapshot());
    encodesAsTheSdk(sink.batch);
  }

  /** JSON has no numbers for these. */
  @Test
  void valuesThatAreNoNumbersInJson() throws Exception {
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
      OtlpJson.assertSaysTheSame(
          new MetricEncoder(Records.RESOURCE, "test", null),
          OtlpSignal.METRICS,
          List.of(
              ImmutableMetricData.createDoubleGauge(
                  Resource.empty(),
                  InstrumentationScopeInfo.empty(),
                  "used",
                  "",
                  "",
                  ImmutableGaugeData.create(
                      List.of(
                          ImmutableDoublePointData.create(1, -1, Attributes.empty(), value))))));
    }
  }

  private static void encodesAsTheSdk(List<MetricData> metrics) throws Exception {
    ProtoWriter out = new ProtoWriter(0);
    MetricEncoder encoder = new MetricEncoder(Records.RESOURCE, "test", null);
    assertEquals(0, encoder.encode(metrics, 0, metrics.size(), out));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MetricsRequestMarshaler.create(metrics).writeBinaryTo(bytes);
    ScopeMetrics expected = only(bytes.toByteArray());
    ScopeMetrics ours = only(out.toByteArray());
    assertEquals(expected.getScope(), ours.getScope());
    assertEquals(expected.getMetricsList(), ours.getMetricsList());
    assertEquals(metrics.size(), ours.getMetricsCount());
    OtlpJson.assertSaysTheSame(encoder, OtlpSignal.METRICS, metrics);
  }

  private static ScopeMetrics only(byte[] request) throws Exception {
    return ExportMetricsServiceRequest.parseFrom(request).getResourceMetrics(0).getScopeMetrics(0);
  }

  @Test
  void sumsBecomeDeltas() throws Exception {
    LongCounter counter = meter.counterBuilder("requests").build();
    DoubleCounter seconds = meter.counterBuilder("seconds").ofDoubles().build();
    LongUpDownCounter active = meter.upDownCounterBuilder("active").build();
    OtlpMetricExporter exporter = new OtlpMetricExporter(sink, false, true);
    counter.add(5);
    seconds.add(1.5);
    active.add(3);
    LongPointData first = (LongPointData) only(export(exporter).get("requests"));
    assertEquals(5, first.getValue());
    counter.add(2);
    seconds.add(0.25);
    active.add(-1);
    Map<String, MetricData> second = export(exporter);
    LongPointData requests = (LongPointData) only(second.get("requests"));
    assertEquals(2, requests.getValue());
    assertEquals(first.getEpochNanos(), requests.getStartEpochNanos());
    assertEquals(
        AggregationTemporality.DELTA,
        second.get("requests").getLongSumData().getAggregationTemporality());
    assertEquals(
        0.25, second.get("seconds").getDoubleSumData().getPoints().iterator().next().getValue());
    assertEquals(2, ((LongPointData) only(second.get("active"))).getValue());
    assertEquals(
        AggregationTemporality.CUMULATIVE,
        second.get("active").getLongSumData().getAggregationTemporality());
    assertFalse(export(exporter).containsKey("requests"), "nothing was added");
  }

  @Test
  void noDeltaEndsBeforeItBeginsWhenTheClockIsSetBack() {
    PointData before = ImmutableLongPointData.create(1_000, 9_000, Attributes.empty(), 5);
    PointData now = ImmutableLongPointData.create(1_000, 4_000, Attributes.empty(), 7);
    PointData delta = PointDelta.between(before, now);
    assertEquals(4_000, delta.getStartEpochNanos());
    assertEquals(4_000, delta.getEpochNanos());
  }

  @Test
  void whatWasNotDeliveredIsPartOfTheNextDelta() throws Exception {
    LongCounter counter = meter.counterBuilder("requests").build();
    OtlpMetricExporter exporter = new OtlpMetricExporter(sink, false, true);
    counter.add(5);
    export(exporter);
    sink.result = ExportResult.retry(0, "later");
    counter.add(2);
    export(exporter);
    counter.add(1);
    sink.result = ExportResult.delivered();
    assertEquals(3, ((LongPointData) only(export(exporter).get("requests"))).getValue());
  }

  @Test
  void aSeriesThatBeganAnewIsSentWhole() throws Exception {
    OtlpMetricExporter exporter = new OtlpMetricExporter(sink, false, true);
    meter.counterBuilder("requests").build().add(5);
    export(exporter);
    Reader other = new Reader(Aggregation.defaultAggregation());
    SdkMeterProvider.builder()
        .registerMetricReader(other)
        .build()
        .get("test")
        .counterBuilder("requests")
        .build()
        .add(2);
    exporter.export(new ArrayList<>(other.registration.collectAllMetrics()));
    assertEquals(2, ((LongPointData) only(sink.batch.get(0))).getValue());
  }

  @Test
  void deltasOfHistogramsAddUpToTheWhole() throws Exception {
    DoubleHistogram histogram = meter.histogramBuilder("latency").build();
    OtlpMetricExporter ofExplicit = new OtlpMetricExporter(sink, false, true);
    OtlpMetricExporter ofExponential = new OtlpMetricExporter(sink, true, true);
    Random random = new Random(1);
    long[] explicitCounts = new long[16];
    for (int round = 0; round < 40; round++) {
      int observations = 1 + random.nextInt(20);
      for (int i = 0; i < observations; i++) {
        // The spread grows, so the exponential histogram has to lower its scale now and then.
        histogram.record(random.nextInt(8) == 0 ? 0 : Math.exp(random.nextGaussian() * round));
      }
      HistogramPointData delta = (HistogramPointData) only(export(ofExplicit).get("latency"));
      assertEquals(observations, delta.getCount());
      assertTrue(round == 0 || !delta.hasMax());
      for (int i = 0; i < delta.getCounts().size(); i++) {
        explicitCounts[i] += delta.getCounts().get(i);
      }
      ExponentialHistogramPointData base2 =
          (ExponentialHistogramPointData) only(export(ofExponential).get("latency"));
      assertEquals(observations, base2.getCount());
      assertEquals(observations, base2.getZeroCount() + base2.getPositiveBuckets().getTotalCount());
    }
    for (MetricData metric : explicit.registration.collectAllMetrics()) {
      HistogramPointData whole = (HistogramPointData) only(metric);
      for (int i = 0; i < explicitCounts.length; i++) {
        assertEquals(whole.getCounts().get(i), explicitCounts[i]);
      }
    }
  }

  @Test
  void metricsArriveOverGrpc() throws Exception {
    try (GrpcReceiver receiver = new GrpcReceiver(0, null)) {
      OtlpMetricExporter exporter =
          new OtlpMetricExporter(
              receiver.settings(OtlpSignal.METRICS, Map.of()),
              Records.RESOURCE,
              "test",
              null,
              true,
              true);
      meter.histogramBuilder("latency").build().record(2, Attributes.empty());
      exporter.export(snapshot());
      meter.histogramBuilder("latency").build().record(4, Attributes.empty());
      assertNull(exporter.export(snapshot()).reason());
      exporter.close();
      Metric metric =
          ExportMetricsServiceRequest.parseFrom(receiver.requests.get(1))
              .getResourceMetrics(0)
              .getScopeMetrics(0)
              .getMetrics(0);
      assertEquals(1, metric.getExponentialHistogram().getDataPoints(0).getCount());
      assertEquals(4.0, metric.getExponentialHistogram().getDataPoints(0).getSum());
    }
  }

  private static final class Sink implements BatchExporter<MetricData> {
    List<MetricData> batch = List.of();
    ExportResult result = ExportResult.delivered();

    @Override
    public ExportResult export(List<MetricData> metrics) {
      batch = metrics;
      return result;
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements MetricReader {
    final Aggregation histograms;
    CollectionRegistration registration;

    Reader(Aggregation histograms) {
      this.histograms = histograms;
    }

    @Override
    public void register(CollectionRegistration collection) {
      registration = collection;
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType type) {
      return type == InstrumentType.HISTOGRAM ? histograms : Aggregation.defaultAggregation();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
