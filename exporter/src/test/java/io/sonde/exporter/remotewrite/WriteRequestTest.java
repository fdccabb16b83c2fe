package io.sonde.exporter.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.exporter.prometheus.CompatGroup;
import io.sonde.exporter.prometheus.Families;
import io.sonde.exporter.prometheus.TestMetrics;
import io.sonde.exporter.prometheus.TestMetrics.Durations;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class WriteRequestTest {
  private static final SeriesLabels LABELS =
      new SeriesLabels(Map.of("service.name", "shop", "service.instance.id", "1"), false);

  private static List<MetricData> metrics(int routes) {
    Durations durations = new Durations("http.server.request.duration");
    for (int i = 0; i < routes; i++) {
      durations.record(TestMetrics.request("GET", "/route-" + i, 200), 0.01, 3);
    }
    return List.of(durations.explicit(), durations.exponential());
  }

  private static Families families(List<MetricData> metrics, Set<CompatGroup> groups) {
    Families families = new Families(groups, false);
    families.fill(metrics);
    return families;
  }

  private static WriteRequest request(int version) {
    WriteRequest request = version == 1 ? new WriteRequestV1(LABELS) : new WriteRequestV2(LABELS);
    request.at(2000, 1000, 0);
    return request;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void noMoreThanARequestHolds(int version) throws Exception {
    Interval interval = new Interval();
    interval.fill(families(metrics(1000), Set.of()));
    WriteRequest request = request(version);
    int series = 0;
    for (int from = 0; from < interval.size(); ) {
      from = request.encode(interval, from, interval.size());
      assertTrue(request.samples() <= 2000, () -> request.samples() + " samples");
      byte[] body = new byte[request.compress()];
      System.arraycopy(request.body(), 0, body, 0, body.length);
      byte[] message = Snappy.uncompress(body);
      assertTrue(message.length <= 1_000_000, () -> message.length + " bytes");
      series += WriteDecoder.decode(message, version == 2).size();
    }
    assertEquals(1 + 1000 * (version == 2 ? 8 : 7), series);
  }

  /** Warm, a series costs the buffers that it is written to, and nothing else. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nothingIsAllocatedForASeries(int version) {
    Families families = families(metrics(100), CompatGroup.of(List.of("true")));
    Interval interval = new Interval();
    WriteRequest request = request(version);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      interval.fill(families);
      for (int from = 0; from < interval.size(); ) {
        from = request.encode(interval, from, interval.size());
        request.compress();
      }
      interval.settle();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    double perSeries = least / (double) (100 * 3 * 8);
    assertTrue(perSeries < 4, perSeries + " bytes for a series");
  }

  @Test
  void whatCannotBeWrittenCostsItself() {
    Interval interval = new Interval();
    interval.fill(families(metrics(3), Set.of()));
    interval.get(2).labels = null;
    WriteRequest request = request(2);
    assertEquals(interval.size(), request.encode(interval, 0, interval.size()));
    assertTrue(interval.get(2).failed);
    assertEquals(1 + 2 * 7, request.samples());
  }

  @Test
  void whatIsRememberedIsBounded() {
    Interval interval = new Interval();
    interval.fill(families(metrics(9000), Set.of()));
    assertEquals(9001, interval.size());
    interval.settle();
    interval.fillStale();
    assertTrue(interval.size() < 9000 && interval.size() > 4000, () -> "" + interval.size());
  }
}
