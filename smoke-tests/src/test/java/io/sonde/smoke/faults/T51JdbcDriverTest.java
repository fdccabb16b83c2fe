package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.JdbcPostgres;
import io.sonde.smoke.programs.faults.JdbcFaultDriver;
import io.sonde.smoke.programs.faults.JdbcPools;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Faults F1 to F3 and F14: a driver's metadata is asked once for each connection, and never in a
 * circle; one call is one span, however many wrappers it goes through.
 */
@FaultRow(
    value = "T51",
    what = "a driver whose metadata executes SQL, fails, blocks; pools of connections")
class T51JdbcDriverTest {
  private static final String[] POOLS = {
    "com.zaxxer.hikari.HikariDataSource",
    "org.apache.commons.dbcp2.BasicDataSource",
    "org.apache.tomcat.jdbc.pool.DataSource",
    "com.alibaba.druid.pool.DruidDataSource"
  };

  /** What the driver is asked in place of the application is taken for its own. */
  static Mutant mutant() {
    return Mutant.named("metadata-is-not-quiet")
        .edit("io.sonde.bootstrap.db.SqlConnections", "quiet", MethodEdit.emptied());
  }

  @Test
  void pools() throws Exception {
    try (JdbcPostgres postgres = new JdbcPostgres();
        Backend backend = Backend.start()) {
      List<String> answers;
      try (AgentProcess golden = pools(postgres).withoutAgent().start()) {
        golden.awaitLine("done");
        answers = golden.stdout();
      }
      List<String> executed = postgres.statements(0);
      try (AgentProcess watched = pools(postgres).backend(backend).start()) {
        watched.awaitLine("done");
        assertEquals(answers, watched.stdout());
        assertEquals(counted(executed), counted(postgres.statements(executed.size())));
        int expected = POOLS.length * JdbcPools.STATEMENTS;
        backend.awaitSpans(expected, span -> text(span).contains("marker"));
        backend.awaitSpan(span -> text(span).contains("the_end"));
        assertEquals(expected, backend.spans(span -> text(span).contains("marker")).size());
      }
    }
  }

  /** Of each statement how many; a check of a connection is empty, and made when time has gone. */
  private static Map<String, Long> counted(List<String> statements) {
    return statements.stream()
        .filter(statement -> !statement.isBlank())
        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
  }

  private static String text(ReceivedSpan span) {
    return String.valueOf(span.attribute("db.query.text"));
  }

  private static AgentCommand pools(JdbcPostgres postgres) {
    List<String> arguments = new ArrayList<>();
    arguments.add(postgres.url() + "?options=-c%20log_statement=all");
    arguments.addAll(List.of(POOLS));
    return new AgentCommand(JdbcPools.class, arguments.toArray(new String[0]))
        .classPath(
            Libraries.resolve(
                "com.zaxxer:HikariCP:7.0.2",
                "org.apache.commons:commons-dbcp2:2.13.0",
                "org.apache.tomcat:tomcat-jdbc:11.0.9",
                "com.alibaba:druid:1.2.23",
                "org.postgresql:postgresql:42.7.7",
                "org.slf4j:slf4j-nop:2.0.17"));
  }

  @Test
  void metadataIsAskedOnce() {
    try (Backend backend = Backend.start();
        AgentProcess process = new AgentCommand(JdbcFaultDriver.class).backend(backend).start()) {
      assertEquals("no table", process.awaitLine("thrown "));
      assertEquals("6", process.awaitLine("asked "));
      // The application's own 20, and two for each answer of the connections that execute SQL.
      assertEquals("24", process.awaitLine("executed "));
      process.awaitLine("not blocked");
      process.awaitLine("blocked no more");
      backend.awaitSpans(2, span -> span.name().equals("SELECT lock"));
      List<ReceivedSpan> spans =
          new ArrayList<>(backend.awaitSpans(21, span -> !span.name().equals("SELECT lock")));
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
