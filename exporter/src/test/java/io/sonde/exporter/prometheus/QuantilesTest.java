package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  private static String render(List<MetricData> metrics) {
    return new String(
        TestMetrics.exposition(() -> metrics, true).render(null, null).body(),
        StandardCharsets.UTF_8);
  }

  private static double value(String text, String sample) {
    return Double.parseDouble(
        text.lines()
            .filter(l -> l.startsWith(sample + " "))
            .findFirst()
            .orElseThrow()
            .substring(sample.length()));
  }

  /** Over all series together, against the observations themselves. */
  @Test
  void atMostHalfABucketOff() {
    Random random = new Random(3);
    TestMetrics.Durations client = new TestMetrics.Durations("http.client.request.duration");
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      double seconds = i % 10 == 0 ? 0 : Math.exp(random.nextGaussian() * 2 - 5);
      all.add(seconds);
      client.record(TestMetrics.request("GET", null, 200 + i % 3), seconds);
    }
    all.sort(null);
    String text = render(List.of(client.explicit(), client.exponential()));
    for (double q : new double[] {0.5, 0.9, 0.99}) {
      double exact = all.get((int) Math.ceil(q * all.size()) - 1);
      assertEquals(
          exact, value(text, "rpc_duration_seconds{quantile=\"" + q + "\"}"), 0.0443 * exact);
    }
    assertEquals(5000, value(text, "rpc_duration_seconds_count"));
  }

  @Test
  void nothingButZeros() {
    TestMetrics.Durations db =
        new TestMetrics.Durations("db.client.operation.duration").record(Attributes.empty(), 0, 0);
    String text = render(List.of(db.explicit(), db.exponential()));
    assertEquals(0, value(text, "db_query_duration_seconds{quantile=\"0.99\"}"));
  }

  @Test
  void noneWithoutExponentialBuckets() {
    TestMetrics.Durations http =
        new TestMetrics.Durations("http.server.request.duration").record(Attributes.empty(), 1);
    String text = render(List.of(http.explicit()));
    assertTrue(text.contains("\nrequest_latency_seconds_count 1\n"), text);
    assertFalse(text.contains("quantile"), text);
  }
}
