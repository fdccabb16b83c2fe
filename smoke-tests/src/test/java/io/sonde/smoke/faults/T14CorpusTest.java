package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.CorpusLoading;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the weaver makes of all kinds of byte code is CorpusTest's, in the module of the agent. */
@FaultRow(value = "T14", what = "every class of drivers, servers and other languages, verified")
class T14CorpusTest {
  /** What is woven, and what comes closest to it. */
  private static final List<String> WOVEN =
      List.of(
          "org.apache.tomcat.embed:tomcat-embed-core:10.1.44",
          "ch.qos.logback:logback-classic:1.5.18",
          "ch.qos.logback:logback-core:1.5.18",
          "org.slf4j:slf4j-api:2.0.17",
          "redis.clients:jedis:6.2.0",
          "com.zaxxer:HikariCP:6.3.3",
          "io.micrometer:micrometer-core:1.17.1",
          "io.prometheus:simpleclient:0.16.0",
          "com.h2database:h2:2.3.232",
          "org.postgresql:postgresql:42.7.7");

  private static final List<String> OTHERS =
      List.of(
          "com.mysql:mysql-connector-j:9.4.0",
          "org.mariadb.jdbc:mariadb-java-client:3.5.4",
          "com.oracle.database.jdbc:ojdbc11:23.8.0.25.04",
          "com.microsoft.sqlserver:mssql-jdbc:12.10.1.jre11",
          "com.ibm.db2:jcc:11.5.9.0",
          "org.hsqldb:hsqldb:2.7.4",
          "org.apache.derby:derby:10.16.1.1",
          "org.xerial:sqlite-jdbc:3.50.3.0",
          "io.lettuce:lettuce-core:6.8.1.RELEASE",
          "io.netty:netty-common:4.1.125.Final",
          "io.netty:netty-transport:4.1.125.Final",
          "io.projectreactor:reactor-core:3.6.6",
          "io.prometheus:prometheus-metrics-core:1.5.1",
          "io.prometheus:prometheus-metrics-model:1.5.1",
          "org.eclipse.jetty:jetty-server:11.0.24",
          "org.springframework:spring-core:6.2.14",
          "org.jetbrains.kotlin:kotlin-stdlib:2.0.0",
          "org.scala-lang:scala-library:2.13.16",
          "org.codehaus.groovy:groovy:2.4.21",
          "org.apache.groovy:groovy:4.0.28",
          "org.clojure:clojure:1.12.0",
          "junit:junit:3.8.1",
          "antlr:antlr:2.7.7",
          "commons-lang:commons-lang:2.1",
          "commons-collections:commons-collections:3.1",
          "xerces:xercesImpl:2.4.0",
          "com.google.guava:guava:33.4.8-jre",
          "com.fasterxml.jackson.core:jackson-databind:2.19.0",
          "org.apache.commons:commons-lang3:3.18.0",
          "org.apache.lucene:lucene-core:10.3.1");

  /** Of all else, only what has to do with JDBC is woven, and class loaders. */
  private static final List<String> PACKAGES =
      List.of(
          "org.apache.catalina.",
          "org.apache.coyote.",
          "ch.qos.logback.",
          "redis.clients.jedis.",
          "com.zaxxer.hikari.",
          "io.lettuce.core.",
          "io.micrometer.core.",
          "io.prometheus.");

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** The stack frames behind what is woven are those of before. */
  static Mutant mutant() {
    return Mutant.named("frames-are-left-out")
        .edit("io.sonde.agent.weave.ExitWeaver", "visitMaxs", MethodEdit.withoutCall("bodyFrame"))
        .provenBy("wovenLibraries");
  }

  @Test
  void wovenLibraries(@TempDir Path folder) throws Exception {
    check(folder, WOVEN, 4_000);
  }

  @Tag("faults")
  @Test
  void fortyJars(@TempDir Path folder) throws Exception {
    check(folder, Stream.concat(WOVEN.stream(), OTHERS.stream()).toList(), 35_000);
  }

  private static void check(Path folder, List<String> libraries, int atLeast) throws Exception {
    List<String> arguments = new ArrayList<>();
    libraries.forEach(each -> arguments.add(Libraries.file(each).toString()));
    Path looker = looker(folder.resolve("looker.jar"));
    List<String> golden = load(folder.resolve("golden"), looker, arguments, false);
    List<String> watched = load(folder.resolve("watched"), looker, arguments, true);
    assertEquals(golden.size(), watched.size());
    assertTrue(golden.size() >= atLeast, "only " + golden.size());
    int woven = 0;
    for (int i = 0; i < golden.size(); i++) {
      String[] before = golden.get(i).split(" ", 4);
      String[] now = watched.get(i).split(" ", 4);
      assertEquals(before[0], now[0]);
      assertEquals(before[2], now[2], before[0]);
      assertEquals(before[3], now[3], before[0]);
      if (!before[1].equals(now[1])) {
        woven++;
        assertTrue(
            before[2].equals("sql")
                || before[0].endsWith("ClassLoader")
                || PACKAGES.stream().anyMatch(before[0]::startsWith),
            "was changed: " + watched.get(i));
      }
    }
    System.out.println("T14: " + golden.size() + " classes, " + woven + " woven");
    assertTrue(woven > 20, "only " + woven);
  }

  /** An agent that is on the class path, but for its manifest. */
  private static Path looker(Path jar) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", CorpusLoading.class.getName());
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private static List<String> load(Path result, Path looker, List<String> jars, boolean withAgent)
      throws Exception {
    List<String> arguments = new ArrayList<>(jars);
    arguments.add(0, result.toString());
    AgentCommand command =
        new AgentCommand(CorpusLoading.class, arguments.toArray(new String[0]))
            .option("-javaagent:" + looker)
            .option("-Xverify:all");
    if (!withAgent) {
      command.withoutAgent();
    }
    try (AgentProcess process = command.start()) {
      Await.until("all classes", PATIENCE, () -> !process.isAlive(), ended -> ended);
      assertEquals(0, process.awaitExit(), () -> "" + process.stderr());
    }
    return Files.readAllLines(result);
  }
}
