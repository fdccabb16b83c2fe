package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics;
import io.sonde.exporter.prometheus.TestMetrics.Durations;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProtobufWriterTest {
  private static final String ACCEPT =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static Map<String, Metrics.MetricFamily> render(boolean compat, List<MetricData> metrics)
      throws Exception {
    byte[] body = TestMetrics.exposition(() -> metrics, compat).render(ACCEPT, null).body();
    Map<String, Metrics.MetricFamily> families = new LinkedHashMap<>();
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    while (in.available() > 0) {
      Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
      assertTrue(family.getUnknownFields().asMap().isEmpty());
      assertEquals(null, families.put(family.getName(), family));
    }
    return families;
  }

  private static Metrics.Histogram histogram(Durations durations) throws Exception {
    return render(false, List.of(durations.explicit(), durations.exponential()))
        .get("work_seconds")
        .getMetric(0)
        .getHistogram();
  }

  /** Prometheus' reading of spans and deltas: index to count. */
  private static Map<Integer, Long> nativeBuckets(Metrics.Histogram histogram) {
    Map<Integer, Long> buckets = new TreeMap<>();
    int index = 0;
    int delta = 0;
    long count = 0;
    for (Metrics.BucketSpan span : histogram.getPositiveSpanList()) {
      index += span.getOffset();
      for (int i = 0; i < span.getLength(); i++) {
        count += histogram.getPositiveDelta(delta++);
        assertTrue(count >= 0);
        if (count > 0) {
          buckets.put(index, count);
        }
        index++;
      }
    }
    assertEquals(histogram.getPositiveDeltaCount(), delta);
    return buckets;
  }

  @Test
  void bothKindsOfBucketsTellTheSame() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Durations durations = new Durations("work");
      Map<Integer, Long> expected = new TreeMap<>();
      for (int i = 0; i < 1 + round * 2; i++) {
        double seconds = Math.exp(random.nextGaussian() * (1 + round % 4) - 3);
        durations.record(Attributes.empty(), seconds);
        // Prometheus' index is that of the upper bound.
        expected.merge(TestMetrics.index(seconds, 3) + 1, 1L, Long::sum);
      }
      durations.record(Attributes.empty(), 0);

      Metrics.Histogram histogram = histogram(durations);
      assertEquals(3, histogram.getSchema());
      assertEquals(1, histogram.getZeroCount());
      assertEquals(0, histogram.getZeroThreshold());
      assertEquals(expected, nativeBuckets(histogram));
      long sampleCount = histogram.getSampleCount();
      assertEquals(sampleCount, 1 + expected.values().stream().mapToLong(Long::longValue).sum());
      Metrics.Bucket last = histogram.getBucket(histogram.getBucketCount() - 1);
      assertEquals(sampleCount, last.getCumulativeCount());
      assertEquals(Double.POSITIVE_INFINITY, last.getUpperBound());
    }
  }

  @Test
  void smallGapsAreZerosAndLargeOnesAreSpans() throws Exception {
    // Indices 0 and 3 are two apart, 3 and 24 are not (Prometheus: 1, 4 and 25).
    Metrics.Histogram histogram =
        histogram(new Durations("work").record(Attributes.empty(), 1.05, 1.41, 8.2));
    assertEquals(2, histogram.getPositiveSpanCount());
    assertEquals(1, histogram.getPositiveSpan(0).getOffset());
    assertEquals(4, histogram.getPositiveSpan(0).getLength());
    assertEquals(20, histogram.getPositiveSpan(1).getOffset());
    assertEquals(List.of(1L, -1L, 0L, 1L, 0L), histogram.getPositiveDeltaList());
  }

  @Test
  void onlyZerosIsStillNative() throws Exception {
    Metrics.Histogram histogram = histogram(new Durations("work").record(Attributes.empty(), 0, 0));
    assertEquals(1, histogram.getPositiveSpanCount());
    assertEquals(0, histogram.getPositiveSpan(0).getLength());
    assertEquals(2, histogram.getZeroCount());
  }

  @Test
  void exemplarsAreOnBucketsAndOnTheNativePart() throws Exception {
    Metrics.Histogram histogram =
        histogram(
            new Durations("work")
                .recordTraced(Attributes.empty(), 0.05, 1_716_000_000_007L)
                .recordTraced(Attributes.empty(), 0.06, 1_716_000_000_005L));
    Metrics.Exemplar exemplar = histogram.getBucket(1).getExemplar();
    assertEquals(0.05, exemplar.getValue(), "the latest of the bucket");
    assertEquals("trace_id", exemplar.getLabel(0).getName());
    assertEquals(TestMetrics.TRACE, exemplar.getLabel(0).getValue());
    assertEquals(TestMetrics.SPAN, exemplar.getLabel(1).getValue());
    assertEquals(1_716_000_000L, exemplar.getTimestamp().getSeconds());
    assertEquals(7_000_000, exemplar.getTimestamp().getNanos());
    assertFalse(histogram.getBucket(0).hasExemplar());
    assertEquals(List.of(exemplar), histogram.getExemplarsList());
  }

  @Test
  void partsThatDisagreeLeaveTheClassicOne() throws Exception {
    Durations more = new Durations("work").record(Attributes.empty(), 1, 2);
    Durations less = new Durations("work").record(Attributes.empty(), 1);
    Metrics.Histogram histogram =
        render(false, List.of(more.explicit(), less.exponential()))
            .get("work_seconds")
            .getMetric(0)
            .getHistogram();
    assertEquals(2, histogram.getSampleCount());
    assertEquals(5, histogram.getBucketCount());
    assertFalse(histogram.hasSchema());
  }

  @Test
  void allTypes() throws Exception {
    Map<String, Metrics.MetricFamily> families = render(true, TestMetrics.shop(2));
    assertEquals(Metrics.MetricType.GAUGE, families.get("target_info").getType());
    Metrics.MetricFamily requests = families.get("http_requests_total");
    assertEquals(Metrics.MetricType.COUNTER, requests.getType());
    assertEquals(9, requests.getMetric(0).getCounter().getValue());
    Metrics.MetricFamily query = families.get("db_query_duration_seconds");
    assertEquals(Metrics.MetricType.SUMMARY, query.getType());
    assertEquals(2, query.getMetric(0).getSummary().getSampleCount());
    assertEquals("seconds", query.getUnit());
    assertTrue(
        families
            .get("http_server_request_duration_seconds")
            .getMetric(0)
            .getHistogram()
            .hasSchema());
    // Prometheus would drop the buckets that the compat names exist for.
    Metrics.MetricFamily compat = families.get("http_request_duration_seconds");
    assertEquals(Metrics.MetricType.HISTOGRAM, compat.getType());
    assertFalse(compat.getMetric(0).getHistogram().hasSchema());
    assertEquals(5, compat.getMetric(0).getHistogram().getBucketCount());
  }
}
