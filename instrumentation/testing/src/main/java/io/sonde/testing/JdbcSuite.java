package io.sonde.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every driver, pool and wrapper of JDBC must give: one span for each execution, whatever it
 * passes through, with what was executed and where, without a literal.
 */
public final class JdbcSuite {
  private static final String INSERT = "INSERT INTO sonde VALUES (?, ?)";

  /** Name, text, size of the batch; an exclamation mark when it fails. */
  private static final List<String> EXPECTED =
      List.of(
          "CREATE TABLE sonde | CREATE TABLE sonde (id INT NOT NULL PRIMARY KEY, name VARCHAR(?))",
          "INSERT sonde | " + INSERT,
          "SELECT sonde | SELECT name FROM sonde WHERE id = ?",
          "SELECT missing | SELECT ? FROM missing WHERE name = ? !",
          "SELECT sonde | SELECT name FROM sonde WHERE id = ? AND name <> ?",
          "SELECT sonde | SELECT name FROM sonde WHERE id = ? AND name <> ?",
          "SELECT sonde | SELECT name FROM sonde WHERE id = ? AND name <> ?",
          "UPDATE sonde | UPDATE sonde SET name = ? WHERE id IN (?)",
          "BATCH INSERT sonde | " + INSERT + " 3",
          "INSERT sonde | " + INSERT,
          "BATCH INSERT sonde | " + INSERT + " 2",
          "BATCH | " + INSERT + "; DELETE FROM sonde WHERE id = ? 2",
          "DELETE sonde | DELETE FROM sonde WHERE id = ?",
          "BATCH INSERT sonde | " + INSERT + " 2 !",
          "DELETE sonde | DELETE FROM sonde WHERE id = ?",
          "DROP TABLE sonde | DROP TABLE sonde");

  private JdbcSuite() {}

  /**
   * Runs the program and compares its spans.
   *
   * @param program the program that executes the SQL of this suite, writes {@code failed <vendor
   *     code> <SQLSTATE>} of the one that must fail, and {@code done}
   * @param place what all spans must have: the system, the name of the database, host and port
   * @param whileOpen looks at what else has come, while the program still runs; or null
   */
  public static void run(AgentCommand program, Map<String, Object> place, Opened whileOpen) {
    try (Backend backend = Backend.start();
        AgentProcess process = program.backend(backend).start()) {
      process.awaitLine("done");
      List<ReceivedSpan> spans = new ArrayList<>(backend.awaitSpans(EXPECTED.size()));
      spans.sort(Comparator.comparingLong(span -> span.span().getStartTimeUnixNano()));
      List<String> found = new ArrayList<>();
      for (ReceivedSpan span : spans) {
        found.add(describe(span));
      }
      assertEquals(String.join("\n", EXPECTED), String.join("\n", found));
      for (ReceivedSpan span : spans) {
        assertTrue(span.isClient(), span::toString);
        assertFalse(span.attributes().toString().contains("secret"), span::toString);
        assertEquals(new TreeMap<>(place), place(span), span::toString);
      }
      String[] failed = process.awaitLine("failed ").split(" ");
      String status = failed[0].equals("0") ? failed[1] : failed[0];
      assertEquals(status, spans.get(3).attribute("db.response.status_code"));
      assertEquals(status, spans.get(3).attribute("error.type"));
      backend.awaitMetric(
          "db.client.operation.duration",
          metric ->
              metric.points().stream().mapToLong(ReceivedMetric.Point::count).sum()
                  == EXPECTED.size());
      if (whileOpen != null) {
        whileOpen.look(backend, process);
      }
    }
  }

  /** What one test looks at besides. */
  public interface Opened {
    void look(Backend backend, AgentProcess process);
  }

  private static String describe(ReceivedSpan span) {
    Object size = span.attribute("db.operation.batch.size");
    return span.name()
        + " | "
        + span.attribute("db.query.text")
        + (size == null ? "" : " " + size)
        + (span.isError() ? " !" : "");
  }

  private static Map<String, Object> place(ReceivedSpan span) {
    Map<String, Object> place = new TreeMap<>();
    for (String key : List.of("db.system.name", "db.namespace", "server.address", "server.port")) {
      Object value = span.attribute(key);
      if (value != null) {
        place.put(key, value);
      }
    }
    return place;
  }
}
