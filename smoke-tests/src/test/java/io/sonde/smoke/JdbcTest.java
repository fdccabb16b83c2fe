package io.sonde.smoke;

import io.sonde.smoke.programs.JdbcProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.JdbcSuite;
import io.sonde.testing.Libraries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that need no server, and pools and wrappers around one of them. */
class JdbcTest {
  private static final String H2 = "com.h2database:h2:2.3.232";
  private static final String H2_URL = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1";
  private static final Map<String, Object> H2_PLACE =
      Map.of("db.system.name", "h2database", "db.namespace", "shop");

  @ParameterizedTest
  @CsvSource({
    "com.h2database:h2:2.3.232, jdbc:h2:mem:shop, h2database",
    "org.hsqldb:hsqldb:2.7.4, jdbc:hsqldb:mem:shop, hsqldb",
    "org.apache.derby:derby:10.16.1.1, jdbc:derby:memory:shop;create=true, derby",
    "org.xerial:sqlite-jdbc:3.50.3.0, jdbc:sqlite:file:shop?mode=memory, sqlite",
  })
  void driver(String artifact, String url, String system) {
    AgentCommand program =
        new AgentCommand(JdbcProgram.class, url, "sa", "", "raw")
            .property("derby.stream.error.field", "java.lang.System.err")
            .classPath(Libraries.resolve(artifact));
    JdbcSuite.run(program, Map.of("db.system.name", system, "db.namespace", "shop"), null);
  }

  @ParameterizedTest
  @Tag("matrix")
  @ValueSource(strings = {"1.4.200", "2.1.214", "2.4.240"})
  void h2(String version) {
    driver("com.h2database:h2:" + version, "jdbc:h2:mem:shop", "h2database");
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.tomcat:tomcat-jdbc:11.0.9, org.apache.tomcat.jdbc.pool.DataSource, url, username",
    "org.apache.commons:commons-dbcp2:2.13.0, org.apache.commons.dbcp2.BasicDataSource, url,"
        + " username",
    "com.mchange:c3p0:0.11.2, com.mchange.v2.c3p0.ComboPooledDataSource, jdbcUrl, user",
  })
  void pool(String artifact, String type, String urlProperty, String userProperty) {
    JdbcSuite.run(pooled(artifact, type, urlProperty, userProperty), H2_PLACE, null);
  }

  private static AgentCommand pooled(
      String artifact, String type, String urlProperty, String userProperty) {
    List<String> arguments =
        new ArrayList<>(List.of(H2_URL, "sa", "", type, urlProperty + "=" + H2_URL));
    arguments.add(userProperty + "=sa");
    if (artifact.contains("HikariCP")) {
      arguments.addAll(List.of("poolName=books", "maximumPoolSize=3", "minimumIdle=3"));
    }
    return new AgentCommand(JdbcProgram.class, arguments.toArray(new String[0]))
        .classPath(Libraries.resolve(artifact, H2, "org.slf4j:slf4j-nop:2.0.17"));
  }

  /** A data source that makes its connections without the driver's {@code connect}. */
  @ParameterizedTest
  @ValueSource(strings = "org.h2.jdbcx.JdbcDataSource")
  void dataSource(String type) {
    AgentCommand program =
        new AgentCommand(
                JdbcProgram.class, H2_URL, "sa", "", type, "url=" + H2_URL, "user=sa", "password=")
            .classPath(Libraries.resolve(H2));
    JdbcSuite.run(program, H2_PLACE, null);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void proxies(int jdk) {
    AgentCommand program =
        new AgentCommand(JdbcProgram.class, H2_URL, "sa", "", "proxy")
            .jdk(jdk)
            .classPath(Libraries.resolve(H2));
    JdbcSuite.run(program, H2_PLACE, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.5", "4.0.3", "5.1.0", "7.0.2"})
  void hikari(String version) {
    AgentCommand program =
        pooled(
            "com.zaxxer:HikariCP:" + version,
            "com.zaxxer.hikari.HikariDataSource",
            "jdbcUrl",
            "username");
    JdbcSuite.run(program, H2_PLACE, JdbcPoolMetrics::look);
  }
}
