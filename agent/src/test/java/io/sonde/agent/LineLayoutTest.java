package io.sonde.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.agent.config.Config;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.LogLayout;
import io.sonde.exporter.lines.LineFormat;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineLayoutTest {
  private final LineLayout layout = new LineLayout(LineFormat.ECS, Config.read(null), "1");

  @AfterEach
  void uninstall() {
    LogLayout.install(null);
  }

  private static LogEvent event(String message, Throwable thrown) {
    return new LogEvent(1, 9, "INFO", "a.B", "main", message, thrown, null, null);
  }

  private String line(String message) {
    return new String(layout.line(event(message, null)), StandardCharsets.UTF_8);
  }

  @Test
  void threadsDoNotMixTheirLines() throws Exception {
    String pattern = line("M");
    assertTrue(pattern.startsWith("{\"@timestamp\":") && pattern.endsWith("}\n"), pattern);
    int threads = 12;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    var results =
        IntStream.range(0, threads)
            .<Future<?>>mapToObj(
                t ->
                    pool.submit(
                        () -> {
                          together.await();
                          for (int i = 0; i < 2_000; i++) {
                            String message = "m" + "x".repeat(i % 97) + t + "-" + i;
                            assertEquals(
                                pattern.replace("\"M\"", "\"" + message + "\""), line(message));
                          }
                          return null;
                        }))
            .toList();
    for (Future<?> result : results) {
      result.get();
    }
    pool.shutdown();
  }

  @Test
  void anExceptionThatLogsWhenItIsPrinted() {
    Throwable thrown =
        new RuntimeException() {
          @Override
          public String getMessage() {
            return line("within").trim();
          }
        };
    String outer = new String(layout.line(event("outer", thrown)), StandardCharsets.UTF_8);
    assertEquals(1, outer.lines().count());
    assertTrue(outer.contains("\"message\":\"outer\"") && outer.contains("within"), outer);
  }

  @Test
  void whatCannotBeMadeIsTheApplicationsOwn() {
    byte[] own = {1};
    assertSame(own, LogLayout.line(event("x", null), own));
    LogLayout.install(
        event -> {
          throw new OutOfMemoryError();
        });
    assertSame(own, LogLayout.line(event("x", null), own));
  }
}
