package io.sonde.bootstrap.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogCountsTest {
  private static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    UpDownCounter counter =
        Arrays.stream(Metrics.counters())
            .filter(c -> c.name().equals("sonde.log.events"))
            .findFirst()
            .orElseThrow();
    for (UpDownCounter.Series series : counter.all()) {
      counts.put((String) series.values()[0], series.sum());
    }
    return counts;
  }

  @Test
  void everySeverityHasItsLevelAndEveryLevelIsThereFromTheStart() {
    assertEquals(Map.of("trace", 0L, "debug", 0L, "info", 0L, "warn", 0L, "error", 0L), counts());
    for (int severity = 1; severity <= 24; severity++) {
      LogCounts.add(severity);
    }
    assertEquals(Map.of("trace", 4L, "debug", 4L, "info", 4L, "warn", 4L, "error", 8L), counts());
  }
}
