package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/supported-libraries.md} names what is woven and the versions that the tests use. */
class SupportedLibrariesTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String BEGIN = "<!-- Written by SupportedLibrariesTest: -->\n";
  private static final String END = "<!-- up to here. -->\n";

  private static final String HOW_TO_WRITE =
      "the versions in docs/supported-libraries.md are not those of the tests. Write them anew with:"
          + " ./mvnw -pl smoke-tests -am verify -Dtest=SupportedLibrariesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsonde.docs.write=true";

  /**
   * @param column of the test's arguments, which has the version
   * @param begins what may stand in front of it; of others it is not
   */
  private record Row(String library, Class<?> test, int column, String begins, String... methods) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "Tomcat",
              TomcatDistributionTest.class,
              0,
              "",
              "everyRequestIsOneSpan",
              "olderVersions"),
          new Row(
              "Spring Boot", SpringBootTest.class, 1, "", "tracesMetricsAndLogs", "otherVersions"),
          new Row("H2", JdbcTest.class, 0, "com.h2database:h2:", "driver", "h2"),
          new Row("HSQLDB", JdbcTest.class, 0, "org.hsqldb:hsqldb:", "driver"),
          new Row("Derby", JdbcTest.class, 0, "org.apache.derby:derby:", "driver"),
          new Row("SQLite", JdbcTest.class, 0, "org.xerial:sqlite-jdbc:", "driver"),
          new Row("PostgreSQL's driver", JdbcPostgresTest.class, 0, "", "driver"),
          new Row("HikariCP", JdbcTest.class, 0, "", "hikari"),
          new Row("Tomcat's pool", JdbcTest.class, 0, "org.apache.tomcat:tomcat-jdbc:", "pool"),
          new Row("DBCP", JdbcTest.class, 0, "org.apache.commons:commons-dbcp2:", "pool"),
          new Row("c3p0", JdbcTest.class, 0, "com.mchange:c3p0:", "pool"),
          new Row("Jedis", RedisTest.class, 0, "", "jedis", "moreJedis"),
          new Row("Lettuce", RedisTest.class, 0, "", "lettuce", "moreLettuce"),
          new Row("Logback", LogbackTest.class, 0, "", "logback"),
          business("Micrometer", "io.micrometer:micrometer-core:"),
          business(
              "Micrometer's Prometheus registry", "io.micrometer:micrometer-registry-prometheus:"),
          business("Prometheus client_java", "io.prometheus:prometheus-metrics-core:"),
          business("Prometheus simpleclient", "io.prometheus:simpleclient:"));

  private static Row business(String library, String begins) {
    return new Row(library, BusinessMetricsTest.class, 0, begins, "scrapedAndSent");
  }

  @Test
  void thePageHasTheVersionsOfTheTests() throws Exception {
    String page = Files.readString(DOCS.resolve("supported-libraries.md"));
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String table = table();
    if (Boolean.getBoolean("sonde.docs.write")) {
      page = page.substring(0, begin) + table + page.substring(end);
      Files.writeString(DOCS.resolve("supported-libraries.md"), page);
      end = begin + table.length();
    }
    assertEquals(table, page.substring(begin, end), HOW_TO_WRITE);
  }

  /** ConfigurationDocTest compares that page's names with what is woven. */
  @Test
  void thePageHasARowForEverythingThatIsWoven() throws Exception {
    String configuration = Files.readString(DOCS.resolve("configuration.md"));
    Set<String> woven = names(configuration, "(?m)^The names of `[^`]*` are (.*)\\.$", "`([^`]+)`");
    assertEquals(
        woven,
        names(
            Files.readString(DOCS.resolve("supported-libraries.md")),
            "(?m)^\\| (`.*?`) \\|",
            "`([^`]+)`"));
  }

  private static Set<String> names(String text, String lines, String name) {
    return Pattern.compile(lines)
        .matcher(text)
        .results()
        .flatMap(line -> Pattern.compile(name).matcher(line.group(1)).results())
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String table() throws Exception {
    StringBuilder table =
        new StringBuilder(
            "| Library | in every build | with `-Pmatrix`, too | by |\n|---|---|---|---|\n");
    for (Row row : ROWS) {
      String[] versions = {"", ""};
      for (String method : row.methods) {
        Method test = method(row.test, method);
        int column = test.isAnnotationPresent(Tag.class) ? 1 : 0;
        versions[column] += versions(test, row);
      }
      assertFalse((versions[0] + versions[1]).isEmpty(), row::toString);
      table.append("| ").append(row.library).append(" | ").append(versions[0]).append(" | ");
      table.append(versions[1]).append(" | `").append(row.test.getSimpleName()).append("` |\n");
    }
    return table.toString();
  }

  private static Method method(Class<?> test, String name) {
    return Arrays.stream(test.getDeclaredMethods())
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String versions(Method test, Row row) {
    CsvSource lines = test.getAnnotation(CsvSource.class);
    String[] texts =
        lines == null ? test.getAnnotation(ValueSource.class).strings() : lines.value();
    return Arrays.stream(texts)
        .map(line -> line.split(",")[row.column].strip())
        .map(text -> text.startsWith(row.begins) ? text.substring(row.begins.length()) : text)
        .filter(text -> Character.isDigit(text.charAt(0)))
        .collect(Collectors.joining(", "));
  }
}
