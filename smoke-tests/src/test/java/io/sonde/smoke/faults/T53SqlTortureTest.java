package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.SqlTorture;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scanner alone, and what it makes of these texts, is tested by {@code SqlScannerTest}. */
@FaultRow(
    value = "T53",
    what = "SQL of 16 MB, 1M elements, 100k levels; 1M distinct statements; stacks of 256 KB")
class T53SqlTortureTest {
  private static final int DISTINCT = 1_000_000;
  private static final int STATEMENTS = 18;
  private static final int MAX_TEXT = 8 * 1024;

  /**
   * For a text of any length: what was not linear took minutes (fault F7), so this is far from
   * both.
   */
  private static final long MAX_MICROS = 2_000_000;

  private static final long MAX_LIVE = 24L << 20;

  /** Quotes are like any other character. */
  static Mutant mutant() {
    return Mutant.named("quotes-are-not-read")
        .edit("io.sonde.bootstrap.db.SqlScanner", "quoted", MethodEdit.emptied());
  }

  @Test
  void isScannedInBoundedTimeAndMemory() {
    try (Backend backend = Backend.start()) {
      long golden;
      try (AgentProcess process = command().withoutAgent().start()) {
        golden = live(process);
      }
      AgentCommand command = command().backend(backend);
      try (AgentProcess process = command.start()) {
        process.expectWarning("dropped").expectWarning("as many series");
        process.awaitLine("tortured");
        for (String line : process.stdout()) {
          if (line.startsWith("took ")) {
            assertTrue(Long.parseLong(line.split(" ")[1]) < MAX_MICROS, line);
          }
        }
        List<ReceivedSpan> spans = backend.awaitSpans(STATEMENTS + 1);
        assertEquals(STATEMENTS + 1, spans.size());
        spans.forEach(T53SqlTortureTest::check);
        long more = live(process) - golden;
        assertTrue(more < MAX_LIVE, more + " bytes more are live");
        SelfMetrics metrics = new SelfMetrics(command.prometheusPort());
        assertEquals(
            DISTINCT + STATEMENTS + 1, metrics.sum("db_client_operation_duration_seconds_count"));
        assertFalse(metrics.read().orElseThrow().contains(Load.CANARY));
        metrics.awaitSettled();
      }
      backend.spans().forEach(T53SqlTortureTest::check);
    }
  }

  private static AgentCommand command() {
    return new AgentCommand(SqlTorture.class, String.valueOf(DISTINCT))
        .option("-Xss256k")
        .option("-Xmx512m");
  }

  private static long live(AgentProcess process) {
    process.send("go on");
    Await.until(
        "a million statements",
        Duration.ofMinutes(5),
        process::stdout,
        lines -> lines.stream().anyMatch(line -> line.startsWith("live ")));
    return Long.parseLong(process.awaitLine("live "));
  }

  private static void check(ReceivedSpan span) {
    assertFalse(span.span().toString().contains(Load.CANARY), span::toString);
    String text = String.valueOf(span.attribute("db.query.text"));
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(length <= MAX_TEXT, () -> length + " octets: " + text.substring(0, 100));
  }
}
