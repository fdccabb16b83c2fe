package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T38",
    what =
        "log arguments, values and exceptions that throw, recurse, are cyclic or of 10 MB when they"
            + " are read")
class T38HostileLogTest {
  private static final int ROUNDS = 2;
  private static final int CASES = 25;

  /** Those with a value that the layout has no mind to print. */
  private static final int FIRST_VALUE = 10;

  private static final int LAST_VALUE = 19;
  private static final int MAX_TEXT = 128 * 1024;

  /** Texts have no limit. */
  static Mutant mutant() {
    return Mutant.named("uncut")
        .edit("io.sonde.bootstrap.Text", "cut", MethodEdit.withoutCall("length"));
  }

  @Test
  void everythingIsLogged() {
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(both -> both.option("-Xmx768m"), command -> command.backend(backend))) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int n = 0; n < CASES; n++) {
          run.same(RawHttp.get("/hostile?n=" + n, ""));
        }
      }
      // The worker lives, and no advice has been switched off.
      run.load(60);
      run.metrics().awaitSettled();
      assertEquals(0, run.metrics().sum("sonde_advice_failures_total"));
      List<ReceivedLog> logs =
          backend.logs().stream().filter(log -> log.scope().endsWith("HostileLog")).toList();
      for (int n = FIRST_VALUE; n <= LAST_VALUE; n++) {
        String body = "seq=" + n;
        assertEquals(ROUNDS, logs.stream().filter(log -> log.body().equals(body)).count(), body);
      }
      for (ReceivedLog log : logs) {
        assertTrue(log.body().length() <= MAX_TEXT, log.body().length() + " characters");
        for (Object value : log.attributes().values()) {
          assertTrue(value.toString().length() <= MAX_TEXT, value.toString().length() + " value");
        }
      }
    }
  }
}
