package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@FaultRow(
    value = "T73",
    what = "German, Turkish and Arabic JVMs, US-ASCII, and a jar whose path needs to be quoted")
class T73LocaleTest {
  private static TreeSet<String> usual;

  /** The dotless i of Turkish. */
  static Mutant mutant() {
    return Mutant.named("lower-case-by-locale")
        .edit("io.sonde.exporter.prometheus.AcceptRange", "<init>", MethodEdit.withDefaultLocale())
        .provenBy("theSameIsExposed");
  }

  @ParameterizedTest
  @CsvSource({"tr, TR", "de, DE", "ar, EG"})
  void theSameIsExposed(String language, String country) {
    synchronized (T73LocaleTest.class) {
      if (usual == null) {
        usual = exposed(both -> both.property("user.language", "en"));
      }
    }
    TreeSet<String> found =
        exposed(
            both ->
                both.property("user.language", language)
                    .property("user.country", country)
                    .option("-Duser.language.format=" + language)
                    .property("user.extensions", language.equals("ar") ? "u-nu-arab" : "")
                    .property("file.encoding", "US-ASCII"));
    assertEquals(usual, found);
  }

  @Test
  void aPathThatNeedsToBeQuoted(@TempDir Path folder) throws Exception {
    Path jar = Files.createDirectory(folder.resolve("a b%20c+d ü#")).resolve("agent 1.jar");
    Files.copy(AgentCommand.agentJar(), jar);
    String before = System.getProperty(AgentCommand.JAR_PROPERTY);
    System.setProperty(AgentCommand.JAR_PROPERTY, jar.toString());
    try {
      TreeSet<String> found = exposed(both -> both.environment("LC_ALL", "C.UTF-8"));
      assertTrue(found.stream().anyMatch(s -> s.startsWith("http_server_")), found::toString);
    } finally {
      System.setProperty(AgentCommand.JAR_PROPERTY, before);
    }
  }

  /** The names and labels of what instrumentations have measured; their numbers are looked at. */
  private static TreeSet<String> exposed(Consumer<AgentCommand> both) {
    int[] port = new int[1];
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                both,
                agent -> {
                  agent.backend(backend);
                  port[0] = agent.prometheusPort();
                })) {
      run.load(48);
      String page =
          RawHttp.exchange(
              port[0],
              "GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                  + "ACCEPT: APPLICATION/OPENMETRICS-TEXT;VERSION=1.0.0\r\n\r\n");
      assertTrue(page.contains("application/openmetrics-text"), page.substring(0, 300));
      backend.awaitSpan("GET");
      assertTrue(backend.spans().stream().anyMatch(span -> span.name().startsWith("SELECT")));
      return page.lines()
          .filter(line -> line.matches("(http_|db_|sonde_log_).*"))
          .peek(
              line ->
                  assertTrue(line.matches("[^ {]+(\\{.*})? ([-0-9.eE]+|\\+Inf|NaN)( # .*)?"), line))
          .map(line -> line.replaceAll("port=\"\\d+\"", "port").replaceAll("} .*| .*", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
