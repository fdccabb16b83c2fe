package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.loki.FakeLoki;
import io.sonde.exporter.loki.PushRequest;
import io.sonde.smoke.programs.faults.TimedLines;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(
    value = "T64",
    what = "lines too long, empty, at equal times, too old, of the future, behind their stream")
class T64LokiLimitsTest {
  private static final int MAX_LABELS = 6;
  private static final int MAX_LINE = 256 * 1024;

  /** Of lines that are equal in time, Loki keeps one. */
  static Mutant mutant() {
    return Mutant.named("equal-times-are-left")
        .edit("io.sonde.exporter.loki.LokiEntries", "separate", MethodEdit.emptied());
  }

  @Test
  void onlyWhatLokiNeverTakesIsLost(@TempDir Path folder) throws Exception {
    try (FakeLoki loki = new FakeLoki()) {
      AgentCommand command =
          new AgentCommand(TimedLines.class)
              .classPath(FaultRun.classPath())
              .property("logback.configurationFile", quiet(folder).toString())
              .environment("OTEL_TRACES_EXPORTER", "none")
              .environment("OTEL_METRICS_EXPORTER", "prometheus")
              .environment("OTEL_LOGS_EXPORTER", "loki")
              .environment("SONDE_EXPORTER_LOKI_ENDPOINT", loki.url("").toString());
      SelfMetrics metrics = new SelfMetrics(command.prometheusPort());
      try (AgentProcess process = command.start()) {
        process.expectWarning("records rejected");
        process.send("0 0 first");
        await(loki, "first", 1);
        process.send("0 300000 long");
        process.send("-691200 0 eight-days-ago");
        process.send("900 0 to-come");
        process.send("0 0 ");
        for (int i = 0; i < 5; i++) {
          process.send("0 0 same");
        }
        // Loki answers 400 and names the stream; what came with it has been taken.
        process.send("-7200 0 two-hours-ago");
        process.send("1 0 last");
        await(loki, "last", 1);
        await(loki, "same", 5);
        await(loki, "long", 1);
        await(loki, "to-come", 1);
        SelfMetrics.Account account =
            Await.until(
                "the account",
                () -> metrics.accounts().get("loki logs"),
                a -> a != null && a.queued() == 0 && a.lost() == 2);
        assertEquals(2, account.dropped("rejected"), account::toString);
        assertEquals(12, account.produced(), account::toString);
        assertTrue(account.balanced(), account::toString);
        assertEquals(10, loki.entries().size(), () -> "" + loki.streams().keySet());
        assertEquals(List.of(), loki.malformed());
        for (PushRequest.Entry entry : loki.entries()) {
          assertTrue(entry.line().getBytes(StandardCharsets.UTF_8).length <= MAX_LINE);
        }
        for (String labels : loki.labels()) {
          assertTrue(labels.split("\",").length <= MAX_LABELS, labels);
        }
      }
    }
  }

  private static void await(FakeLoki loki, String text, int count) {
    Await.until(
        count + " lines " + text,
        () -> loki.entries().stream().filter(entry -> entry.line().contains(text)).count(),
        found -> found == count);
  }

  /** What Logback itself would write is none of this row. */
  private static Path quiet(Path folder) throws Exception {
    return Files.writeString(
        folder.resolve("logback.xml"), "<configuration><root level=\"INFO\"/></configuration>");
  }
}
