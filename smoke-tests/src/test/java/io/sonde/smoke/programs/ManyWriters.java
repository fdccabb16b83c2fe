package io.sonde.smoke.programs;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.sonde.bootstrap.http.HttpServerSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures from many threads at once, by the agent itself and by Micrometer, with labels that are
 * hard to write. Arguments: how many threads, and how often each.
 */
public final class ManyWriters {
  private static final String[] TEXTS = {
    "plain", "q\"uote", "back\\slash", "new\nline", "花😱", " ", "\ud800"
  };

  private ManyWriters() {}

  public static void main(String[] args) throws Exception {
    int times = Integer.parseInt(args[1]);
    MeterRegistry registry = Metrics.globalRegistry;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      Thread thread = new Thread(() -> write(registry, times));
      threads.add(thread);
      thread.start();
    }
    System.out.println("writing");
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("written");
    System.in.read();
  }

  private static void write(MeterRegistry registry, int times) {
    PathRequest reader = new PathRequest();
    for (int i = 0; i < times; i++) {
      String text = TEXTS[i % TEXTS.length];
      registry.counter("writes", "text", text).increment();
      // Two names for one label.
      registry.counter("collisions", "a.b", "1", "a_b", String.valueOf(i % 2)).increment();
      DistributionSummary.builder("sizes")
          .serviceLevelObjectives(10, 100)
          .register(registry)
          .record(i % 3 == 0 ? 5 : 50);
      HttpServerSpan span = HttpServerSpan.start("/orders", reader);
      span.deactivate();
      span.end(i % 2 == 0 ? 200 : 500, null);
    }
  }
}
