package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.LogbackProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logback: what its application sees of the ids, and what arrives of its events (L1 to L8). */
class LogbackTest {
  @ParameterizedTest
  @CsvSource({
    "1.2.13, 1.7.36, false",
    "1.3.15, 2.0.17, true",
    "1.4.14, 2.0.17, true",
    "1.5.21, 2.0.17, true",
    "1.6.6, 2.0.17, true",
  })
  void logback(String version, String slf4j, boolean fluent) {
    try (Backend backend = Backend.start();
        AgentProcess process = command(version, slf4j, fluent).backend(backend).start()) {
      String[] ids = process.awaitLine("ids ").split(" ");
      String trace = "trace=[" + ids[0] + "]";
      String all = trace + " span=[" + ids[1] + "] flags=[01] user=[joe]";
      process.awaitLine("async [own id] trace=[mine] span=[]");
      List<String> out = process.stdout();
      assertTrue(out.contains("async [outside] trace=[] span=[] flags=[] user=[]"), out::toString);
      assertTrue(out.contains("async [inside 1] " + all), out::toString);
      assertTrue(out.contains("direct [inside 1] " + trace), out::toString);

      ReceivedLog outside = one(backend, "outside");
      assertEquals("", outside.traceId());
      ReceivedLog inside = one(backend, "inside 1");
      assertEquals("WARN", inside.severity());
      assertEquals(13, inside.log().getSeverityNumberValue());
      assertEquals("shop.Orders", inside.scope());
      assertEquals("joe", inside.attribute("user"));
      assertEquals("main", inside.attribute("thread.name"));
      assertNull(inside.attribute("trace_id"));
      assertEquals(ids[0], inside.traceId());
      assertEquals(ids[1], inside.spanId());
      ReceivedLog failed = one(backend, "failed");
      assertEquals(17, failed.log().getSeverityNumberValue());
      assertEquals("java.lang.IllegalStateException", failed.attribute("exception.type"));
      assertEquals("boom", failed.attribute("exception.message"));
      String stack = String.valueOf(failed.attribute("exception.stacktrace"));
      assertTrue(stack.contains("at " + LogbackProgram.class.getName() + ".main("), stack);
      if (fluent) {
        ReceivedLog keyValues = one(backend, "with key-values");
        assertEquals(42L, keyValues.attribute("order"));
        assertEquals(true, keyValues.attribute("paid"));
      }
      assertTrue(one(backend, "odd ").body().startsWith("odd "));
      assertEquals(ids[0], one(backend, "own id").traceId());
      assertEquals(fluent ? 6 : 5, backend.logs().size(), () -> backend.logs().toString());
    }
  }

  private static ReceivedLog one(Backend backend, String body) {
    return backend.awaitLog(log -> log.body().startsWith(body));
  }

  private static AgentCommand command(String version, String slf4j, boolean fluent) {
    return new AgentCommand(LogbackProgram.class, fluent ? new String[] {"fluent"} : new String[0])
        .property("logback.configurationFile", "logback-twice.xml")
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:" + version, "org.slf4j:slf4j-api:" + slf4j));
  }
}
