package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T50",
    what = "each hundredth enter and exit of an advice throws, errors included")
class T50AdviceChaosTest {
  private static Mutant chaos(String name) {
    return Mutant.named(name)
        .adding(Chaos.class)
        .edit(
            "io.sonde.agent.weave.WovenMethod",
            "invoke",
            MethodEdit.startingWithArgument(Chaos.class, "weave"));
  }

  /** What an advice throws reaches the application. */
  static Mutant mutant() {
    return Mutant.named("handlers-rethrow")
        .adding(Chaos.class)
        .edit(
            "io.sonde.bootstrap.Failures",
            "caught",
            MethodEdit.startingWith(Chaos.class, "always"));
  }

  @Test
  void beforeTheAdvice() {
    check(chaos("chaos-before-advice"));
  }

  /** In the midst of it: spans are begun and not made current, or ended and still current. */
  @Test
  void insideTheAdvice() {
    check(
        Mutant.named("chaos-inside-advice")
            .adding(Chaos.class)
            .edit(
                "io.sonde.bootstrap.Span",
                "activate",
                MethodEdit.startingWith(Chaos.class, "perhaps"))
            .edit(
                "io.sonde.bootstrap.Span",
                "deactivate",
                MethodEdit.startingWith(Chaos.class, "perhaps"))
            .edit(
                "io.sonde.bootstrap.Span", "end", MethodEdit.startingWith(Chaos.class, "perhaps")));
  }

  private static void check(Mutant chaos) {
    try (Backend backend = Backend.start()) {
      chaos.run(
          () -> {
            try (FaultRun run = FaultRun.start(command -> command.backend(backend))) {
              run.watched().expectWarning("failed; the application is not affected");
              run.watched().expectWarning("is switched off");
              run.load();
              assertTrue(run.metrics().sum("sonde_advice_failures_total") > 0, "nothing failed");
              List<ReceivedSpan> servers = backend.awaitSpans(1, ReceivedSpan::isServer);
              assertEquals(
                  List.of(),
                  servers.stream()
                      .filter(span -> !"/called".equals(span.attribute("url.path")))
                      .filter(span -> !span.parentId().isEmpty())
                      .toList());
            }
          });
    }
  }
}
