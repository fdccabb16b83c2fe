package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.JdbcFaultProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Faults F1 to F3: a driver's metadata is asked once for each connection, and never in a circle.
 */
class JdbcFaultTest {
  @Test
  void metadataIsAskedOnce() {
    try (Backend backend = Backend.start();
        AgentProcess process = new AgentCommand(JdbcFaultProgram.class).backend(backend).start()) {
      assertEquals("no table", process.awaitLine("thrown "));
      assertEquals("6", process.awaitLine("asked "));
      // The application's own 20, and two for each answer of the connections that execute SQL.
      assertEquals("24", process.awaitLine("executed "));
      List<ReceivedSpan> spans = new ArrayList<>(backend.awaitSpans(21));
      spans.sort(Comparator.comparingLong(span -> span.span().getStartTimeUnixNano()));
      List<String> expected = new ArrayList<>();
      for (String fault : new String[] {"sql", "exception", "error", "null", "url"}) {
        String system = fault.equals("sql") ? "mysql shop h" : "other_sql null null";
        for (int i = 0; i < 2; i++) {
          expected.add("SELECT " + fault + " " + system);
          expected.add("DELETE " + fault + " " + system);
        }
      }
      expected.add("SELECT mysql shop h java.lang.IllegalStateException");
      List<String> found = new ArrayList<>();
      for (ReceivedSpan span : spans) {
        found.add(
            span.name()
                + " "
                + span.attribute("db.system.name")
                + " "
                + span.attribute("db.namespace")
                + " "
                + span.attribute("server.address")
                + (span.isError() ? " " + span.attribute("error.type") : ""));
      }
      assertEquals(String.join("\n", expected), String.join("\n", found));
    }
  }
}
