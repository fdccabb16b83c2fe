package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sonde.smoke.programs.faults.GlobalChoices;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T68",
    what = "the application sets all that is global to a JVM, so that it is of use to nobody else")
class T68GlobalStateTest {
  /** By the factory that the application has set for all sockets. */
  static Mutant mutant() {
    return Mutant.named("uses-a-socket-of-the-jvm")
        .adding(Careless.class)
        .edit(
            "io.sonde.exporter.net.ChannelWire",
            "open",
            MethodEdit.startingWith(Careless.class, "makesASocket"));
  }

  /** What the program says of each is compared to what it says without the agent. */
  @Test
  void theAgentUsesNoneOfItAndLeavesItAsItIs() throws Exception {
    try (Backend backend = Backend.start();
        Faultd faultd = Faultd.start();
        FaultRun run =
            FaultRun.start(
                GlobalChoices.class,
                Libraries.resolve("com.h2database:h2:2.3.232"),
                both -> {},
                agent ->
                    agent
                        .backend(backend)
                        .environment("OTEL_TRACES_EXPORTER", "otlp,zipkin")
                        .environment(
                            "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                            "https://localhost:"
                                + faultd.port(FaultdProtocol.ZIPKIN)
                                + "/api/v2/spans")
                        .environment(
                            "OTEL_EXPORTER_ZIPKIN_CERTIFICATE", faultd.authority().toString()))) {
      backend.awaitSpan("SELECT dual");
      backend.awaitMetric("jvm.memory.used");
      FaultdRun.await(
          "a span by TLS", () -> faultd.taken(FaultdProtocol.ZIPKIN).spans().distinct() > 0);
      assertFalse(run.metrics().read().isEmpty());
      run.end(process -> process.send("report"));
    }
  }
}
