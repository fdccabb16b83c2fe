package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.Await;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@FaultRow(value = "T43", what = "paths, verbs, hosts, versions and routes without end")
class T43CardinalityTest {
  private static final int LIMIT = 2000;

  /** Tomcat closes a connection after as many. */
  private static final int PIPELINED = 100;

  private static final Set<String> METHODS = Set.of("GET", "POST", "_OTHER");
  private static final Set<String> VERSIONS = Set.of("1.0", "1.1");

  /**
   * On the wire, compressed as Prometheus asks for it: as text, 2,000 routes are 18 MB, since a
   * series is 15 buckets under its own name and again under those of existing dashboards.
   */
  private static final int MAX_SCRAPE = 2 << 20;

  private static final long MAX_HEAP = 8 << 20;

  /** Series without end. */
  static Mutant mutant() {
    return Mutant.named("no-cardinality-limit")
        .edit("io.sonde.bootstrap.metrics.SeriesTable", "limit", MethodEdit.emptied())
        .edit(
            "io.sonde.bootstrap.metrics.SeriesTable",
            "<clinit>",
            MethodEdit.withConstant(LIMIT, 1_000_000))
        .provenBy("withoutEnd");
  }

  @Test
  void withoutEnd() {
    check(8_000, 4_000);
  }

  /** The sizes that are promised. */
  @Test
  @Tag("faults")
  void withoutEndAtFullSize() {
    check(200_000, 50_000);
  }

  private static void check(int paths, int routes) {
    try (FaultRun run = FaultRun.start(command -> {})) {
      run.watched().expectWarning("cardinality-limit");
      run.load(60);
      run.metrics().read();
      long golden = Jcmd.liveHeap(run.goldenPid());
      long watched = Jcmd.liveHeap(run.watched().pid());
      for (int i = 0; i < paths; i += PIPELINED) {
        send(run, i, PIPELINED, T43CardinalityTest::anything);
      }
      for (int i = 0; i < 300; i++) {
        send(run, i, 1, n -> "GET /hello HTTP/1." + n);
      }
      String before = run.metrics().read().orElseThrow();
      assertEquals(METHODS, labels(before, "http_request_method"));
      assertEquals(VERSIONS, labels(before, "network_protocol_version"));
      for (int i = 0; i < routes; i += PIPELINED) {
        send(run, i, PIPELINED, n -> "GET /route/" + n + " HTTP/1.1");
      }
      String text = run.metrics().read().orElseThrow();
      int series = series(text, "http_server_request_duration_seconds");
      assertEquals(LIMIT + 1, series);
      assertTrue(text.contains("otel_metric_overflow"), "no overflow");
      long more =
          Jcmd.liveHeap(run.watched().pid()) - watched - Jcmd.liveHeap(run.goldenPid()) + golden;
      assertTrue(more <= MAX_HEAP, more + " bytes more than without the agent");
      int scrape = run.metrics().compressedBytes();
      assertTrue(scrape <= MAX_SCRAPE, scrape + " bytes of a scrape");
      List<String> told =
          Await.until(
              "a warning",
              () ->
                  run.watched().agentLines().stream()
                      .filter(line -> line.contains("cardinality-limit"))
                      .toList(),
              lines -> !lines.isEmpty());
      assertEquals(1, told.size(), told::toString);
      run.load();
    }
  }

  private interface RequestLine {
    String of(int n);
  }

  private static void send(FaultRun run, int from, int count, RequestLine line) {
    StringBuilder requests = new StringBuilder();
    for (int n = from; n < from + count; n++) {
      requests
          .append(line.of(n))
          .append("\r\nHost: ")
          .append(n % 5 == 3 ? "host-" + n + ":" + n % 65536 : "127.0.0.1")
          .append(n == from + count - 1 ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
    }
    String answer = RawHttp.exchange(run.port(), requests.toString());
    assertEquals(RawHttp.exchange(run.goldenPort(), requests.toString()), answer);
  }

  private static String anything(int n) {
    return switch (n % 5) {
      case 0 -> "GET /none/" + n + "/" + Integer.toHexString(n * 31) + " HTTP/1.1";
      case 1 -> "GET /none/a/b/../../none/" + n + ";p=" + n + "?q=" + n + " HTTP/1.1";
      case 2 -> "A".repeat(1 + n % 50) + n + " /hello HTTP/1.1";
      case 3 -> "GET http://host-" + n + ":" + n % 65536 + "/none/" + n + " HTTP/1.1";
      default -> "GET /none/%" + "%02x".formatted(33 + n % 14) + n + " HTTP/1.1";
    };
  }

  /** How many series a histogram has. */
  private static int series(String text, String name) {
    return (int) text.lines().filter(line -> line.startsWith(name + "_count")).count();
  }

  private static Set<String> labels(String text, String name) {
    Set<String> values = new TreeSet<>();
    Matcher label = Pattern.compile("[{,]" + name + "=\"([^\"]*)\"").matcher(text);
    while (label.find()) {
      values.add(label.group(1));
    }
    return values;
  }
}
