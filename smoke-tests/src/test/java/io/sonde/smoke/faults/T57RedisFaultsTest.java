package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.RedisFaults;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import io.sonde.testing.RedisServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults G3 and G4, by Jedis and Lettuce. */
@FaultRow(
    value = "T57",
    what = "Redis calls are cancelled, time out, want too many connections; SIGSTOP and kill -9")
class T57RedisFaultsTest {
  /** A call that fails leaves its span open. */
  static Mutant mutant() {
    return Mutant.named("failed-redis-spans-stay-open")
        .edit("io.sonde.bootstrap.db.RedisSpan", "end", MethodEdit.withoutCall("error"))
        .edit("io.sonde.bootstrap.db.RedisSpan", "end", MethodEdit.withoutCall("end"));
  }

  @Test
  void failAsWithoutTheAgent() throws Exception {
    List<String> expected = run(null);
    try (Backend backend = Backend.start()) {
      assertEquals(String.join("\n", expected), String.join("\n", run(backend)));
      // One span each, ended once: the backend refuses one that comes twice.
      int cancelled = RedisFaults.CANCELLED;
      backend.awaitSpans(cancelled, span -> text(span).startsWith("BLPOP cancelled"));
      assertEquals(
          cancelled, backend.spans(span -> text(span).startsWith("BLPOP cancelled")).size());
      int unanswered = RedisFaults.UNANSWERED;
      backend.awaitSpans(unanswered, T57RedisFaultsTest::unanswered);
      assertEquals(unanswered, backend.spans(T57RedisFaultsTest::unanswered).size());
    }
  }

  private static boolean unanswered(ReceivedSpan span) {
    return text(span).equals("GET unanswered") && span.isError();
  }

  private static String text(ReceivedSpan span) {
    return String.valueOf(span.attribute("db.query.text"));
  }

  private static List<String> run(Backend backend) throws Exception {
    try (RedisServer redis = new RedisServer()) {
      AgentCommand command =
          new AgentCommand(RedisFaults.class, String.valueOf(redis.port()), RedisServer.PASSWORD)
              .classPath(
                  Libraries.resolve(
                      "redis.clients:jedis:6.2.0",
                      "io.lettuce:lettuce-core:6.6.0.RELEASE",
                      "org.slf4j:slf4j-nop:2.0.17"));
      AgentCommand chosen = backend == null ? command.withoutAgent() : command.backend(backend);
      try (AgentProcess process = chosen.start()) {
        process.awaitLine("now stop it");
        signal("-STOP", redis);
        process.send("go on");
        process.awaitLine("now kill it");
        signal("-KILL", redis);
        process.send("go on");
        process.awaitLine("done");
        return process.stdout().stream()
            .map(line -> line.replace(String.valueOf(redis.port()), "PORT"))
            .map(line -> line.replaceFirst("PT[0-9.]+S", "TIME"))
            .toList();
      }
    }
  }

  private static void signal(String signal, RedisServer redis)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, String.valueOf(redis.pid())).start();
    assertEquals(0, kill.waitFor());
  }
}
