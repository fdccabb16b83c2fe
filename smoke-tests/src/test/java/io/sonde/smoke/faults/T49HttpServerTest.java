package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.OwnHttpServer;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T49",
    what = "the application has an HTTP server of the JDK, which is set up by system properties")
class T49HttpServerTest {
  private static final String HEADER = "X-%d: x\r\n";

  /** What the JDK's server does for a metrics library that has one (client_java). */
  static Mutant mutant() {
    return Mutant.named("takes-the-http-server")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.Startup",
            "run",
            MethodEdit.startingWith(Careless.class, "takesTheHttpServer"));
  }

  /** The endpoint of the agent serves at the same time, by none of it. */
  @Test
  void itsProviderAndItsSettingsAreInForce() {
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                OwnHttpServer.class,
                List.of(),
                T49HttpServerTest::openTheDefault,
                agent -> agent.backend(backend))) {
      assertTrue(run.same(RawHttp.get("/", HEADER.formatted(1))).contains("hello"));
      backend.awaitMetric("jvm.memory.used");
      StringBuilder many = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        many.append(HEADER.formatted(i));
      }
      assertFalse(run.same(RawHttp.get("/", many.toString())).contains("hello"));
      assertTrue(run.metrics().read().isPresent());
      assertTrue(run.same(RawHttp.get("/settings", "")).contains("sun.net.httpserver"));
    }
  }

  /** To the provider of the program, which hands on to it. */
  private static void openTheDefault(AgentCommand command) {
    command.option("--add-exports=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED");
  }
}
