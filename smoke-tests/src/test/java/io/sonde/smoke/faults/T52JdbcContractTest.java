package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.JdbcPostgres;
import io.sonde.smoke.programs.faults.JdbcContract;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults F4, F5 and F10: nothing is wrapped, and what can be asked once is not asked. */
@FaultRow(value = "T52", what = "300 calls of JDBC, compared with and without the agent")
class T52JdbcContractTest {
  private static final int MIN_CALLS = 300;

  /** The agent sets up connections for its own ends. */
  static Mutant mutant() {
    return Mutant.named("connections-are-changed")
        .adding(Greedy.class)
        .edit(
            "io.sonde.bootstrap.db.SqlConnections",
            "created",
            MethodEdit.startingWithArgument(Greedy.class, "change"))
        .provenBy("h2");
  }

  /** Goes into the mutant, where {@code java.sql} is not to be seen. */
  public static final class Greedy {
    private Greedy() {}

    public static void change(Object connection) throws ReflectiveOperationException {
      connection
          .getClass()
          .getMethod("setHoldability", int.class)
          .invoke(connection, ResultSet.CLOSE_CURSORS_AT_COMMIT);
    }
  }

  @Test
  void h2() {
    try (Backend backend = Backend.start()) {
      List<String> answers = answers(h2Command().withoutAgent());
      assertEquals(
          String.join("\n", answers), String.join("\n", answers(h2Command().backend(backend))));
      backend.awaitSpan("INSERT contract");
    }
  }

  @Test
  void postgres() throws Exception {
    try (JdbcPostgres postgres = new JdbcPostgres();
        Backend backend = Backend.start()) {
      List<String> answers = answers(command(postgres).withoutAgent());
      List<String> executed = postgres.statements(0);
      assertEquals(
          String.join("\n", answers),
          String.join("\n", answers(command(postgres).backend(backend))));
      assertEquals(
          String.join("\n", executed), String.join("\n", postgres.statements(executed.size())));
      backend.awaitSpan("INSERT contract");
    }
  }

  private static AgentCommand h2Command() {
    return new AgentCommand(JdbcContract.class, "jdbc:h2:mem:contract", "sa")
        .classPath(Libraries.resolve("com.h2database:h2:2.3.232"));
  }

  private static AgentCommand command(JdbcPostgres postgres) {
    String url = postgres.url() + "?options=-c%20log_statement=all";
    return new AgentCommand(JdbcContract.class, url, "sonde")
        .classPath(Libraries.resolve("org.postgresql:postgresql:42.7.7"));
  }

  private static List<String> answers(AgentCommand command) {
    try (AgentProcess process = command.start()) {
      int calls = Integer.parseInt(process.awaitLine("calls "));
      assertTrue(calls >= MIN_CALLS, "only " + calls + " calls");
      return process.stdout();
    }
  }
}
