package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.JdbcConnectProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drivers whose servers are not at hand: their classes are woven, verified and fail as ever. */
class JdbcConnectTest {
  @ParameterizedTest
  @CsvSource({
    "org.mariadb.jdbc:mariadb-java-client:3.5.4, jdbc:mariadb://127.0.0.1:1/x,"
        + " org.mariadb.jdbc.Connection org.mariadb.jdbc.Statement"
        + " org.mariadb.jdbc.ClientPreparedStatement org.mariadb.jdbc.ServerPreparedStatement",
    "com.mysql:mysql-connector-j:9.4.0, jdbc:mysql://127.0.0.1:1/x,"
        + " com.mysql.cj.jdbc.ConnectionImpl com.mysql.cj.jdbc.StatementImpl"
        + " com.mysql.cj.jdbc.ClientPreparedStatement",
    "com.microsoft.sqlserver:mssql-jdbc:12.10.1.jre11, jdbc:sqlserver://127.0.0.1:1;encrypt=false,"
        + " com.microsoft.sqlserver.jdbc.SQLServerConnection"
        + " com.microsoft.sqlserver.jdbc.SQLServerStatement"
        + " com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement",
    "com.oracle.database.jdbc:ojdbc11:23.8.0.25.04, jdbc:oracle:thin:@//127.0.0.1:1/x,"
        + " oracle.jdbc.driver.PhysicalConnection oracle.jdbc.driver.OracleStatement"
        + " oracle.jdbc.driver.OraclePreparedStatement",
  })
  void aServerThatIsNotThere(String artifact, String url, String classes) {
    List<String> arguments = new ArrayList<>(List.of(classes.split(" ")));
    arguments.addAll(List.of("--", url));
    AgentCommand program =
        new AgentCommand(JdbcConnectProgram.class, arguments.toArray(new String[0]))
            .environment("SONDE_LOG_LEVEL", "debug")
            .classPath(
                Libraries.resolve(
                    artifact, "com.h2database:h2:2.3.232", "org.slf4j:slf4j-nop:2.0.17"));
    try (Backend backend = Backend.start();
        AgentProcess process = program.backend(backend).start()) {
      process.awaitLine("done");
      assertTrue(process.stdout().contains("refused"), () -> process.stdout().toString());
      ReceivedSpan only = backend.awaitSpan("SELECT");
      assertEquals(List.of(only), backend.spans());
      String told = process.agentLines().toString();
      for (String name : classes.split(" ")) {
        assertTrue(told.contains("woven: " + name.replace('.', '/')), name + " in " + told);
      }
    }
  }
}
