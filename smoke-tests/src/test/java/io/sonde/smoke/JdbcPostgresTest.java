package io.sonde.smoke;

import io.sonde.smoke.programs.JdbcProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.JdbcSuite;
import io.sonde.testing.Libraries;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real PostgreSQL, by its driver alone and through HikariCP. */
class JdbcPostgresTest {
  private static JdbcPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = new JdbcPostgres();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static Map<String, Object> place() {
    return Map.of(
        "db.system.name",
        "postgresql",
        "db.namespace",
        "postgres",
        "server.address",
        "127.0.0.1",
        "server.port",
        (long) server.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"42.2.29", "42.7.7"})
  void driver(String version) {
    AgentCommand program =
        new AgentCommand(JdbcProgram.class, server.url(), "sonde", "", "raw")
            .classPath(Libraries.resolve("org.postgresql:postgresql:" + version));
    JdbcSuite.run(program, place(), null);
  }

  @ParameterizedTest
  @ValueSource(strings = "5.1.0")
  void hikari(String version) {
    AgentCommand program =
        new AgentCommand(
                JdbcProgram.class,
                server.url(),
                "sonde",
                "",
                "com.zaxxer.hikari.HikariDataSource",
                "jdbcUrl=" + server.url(),
                "username=sonde",
                "poolName=books",
                "maximumPoolSize=3",
                "minimumIdle=3")
            .classPath(
                Libraries.resolve(
                    "com.zaxxer:HikariCP:" + version,
                    "org.postgresql:postgresql:42.7.7",
                    "org.slf4j:slf4j-nop:2.0.17"));
    JdbcSuite.run(program, place(), JdbcPoolMetrics::look);
  }
}
