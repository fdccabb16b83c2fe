package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.ClientFaults;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T46",
    what =
        "the application's HTTP calls cancelled, timed out, interrupted, cut off, and callbacks"
            + " that throw")
class T46ClientFaultTest {
  /** Five rounds of nine calls. */
  private static final int SPANS = 5 * 9;

  /** No call has a span. */
  static Mutant mutant() {
    return Mutant.named("call-without-span")
        .edit("io.sonde.bootstrap.http.HttpClientSpan", "start", MethodEdit.emptied());
  }

  /** What the application sees is compared line by line when the run is closed. */
  @Test
  void theApplicationSeesTheSame() {
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                ClientFaults.class, List.of(), both -> {}, command -> command.backend(backend))) {
      List<ReceivedSpan> spans = backend.awaitSpans(SPANS, ReceivedSpan::isClient);
      run.metrics().awaitSettled();
      assertEquals(SPANS, spans.size());
    }
  }
}
