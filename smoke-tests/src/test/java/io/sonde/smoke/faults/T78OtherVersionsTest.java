package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.EveryLibrary;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(value = "T78", what = "a version of a library lacks something that the advice uses of it")
class T78OtherVersionsTest {
  private static final String[] LIBRARIES = {
    "io.lettuce:lettuce-core:6.8.1.RELEASE",
    "com.zaxxer:HikariCP:6.3.3",
    "io.micrometer:micrometer-core:1.17.1",
    "io.prometheus:prometheus-metrics-core:1.5.1",
    "io.prometheus:simpleclient:0.16.0"
  };

  /** What is in a scrape when an instrumentation is on. */
  private static final Map<String, String> SIGNS =
      new TreeMap<>(
          Map.of(
              "tomcat", "http_server_request_duration_seconds_count\\{",
              "jedis", "db_operation_name=\"SET\"",
              "lettuce", "db_operation_name=\"HSET\"",
              "hikaricp", "db_client_connection_pool_name=\"every\"",
              "jdbc", "db_system_name=\"h2database\"",
              "micrometer", "\nmicrometer_orders_total",
              "prometheus-client", "\nprometheus_orders_total",
              "prometheus-simpleclient", "\nsimple_orders_total",
              "logback-appender", "sonde_log_events_total\\{.*level=\"info\".*} [1-9]"));

  /** What a library lacks is not noticed. */
  static Mutant mutant() {
    return Mutant.named("all-libraries-link")
        .edit("io.sonde.agent.weave.LinkCheck", "missing", MethodEdit.emptied())
        .provenBy("isOffAsAWhole");
  }

  /** The jars of a library call a member something else of the same length. */
  private record Lack(String instrumentation, String jars, String member) {}

  private static final List<Lack> LACKS =
      List.of(
          new Lack("jedis", "jedis-", "getHostAndPort"),
          new Lack("lettuce", "lettuce-", "getConnectionState"),
          new Lack("lettuce", "lettuce-", "singularArguments"),
          new Lack("logback-appender", "logback-", "getFormattedMessage"),
          new Lack("hikaricp", "HikariCP-", "getThreadsAwaitingConnection"),
          new Lack("tomcat", "tomcat-embed-", "getMappingData"),
          new Lack("micrometer", "micrometer-", "syntheticAssociation"),
          new Lack("prometheus-client", "prometheus-metrics-", "getPrometheusName"),
          new Lack("prometheus-simpleclient", "simpleclient-", "labelNames"));

  private static final int THIRDS = 3;

  @Test
  void asReleased() {
    check(FaultRun.classPath(LIBRARIES), List.of());
  }

  /** Each third of the lacks in one JVM, where the other libraries are as released. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void isOffAsAWhole(int third, @TempDir Path folder) {
    List<Lack> lacks = new ArrayList<>();
    for (int i = third; i < LACKS.size(); i += THIRDS) {
      lacks.add(LACKS.get(i));
    }
    List<Path> classPath = new ArrayList<>();
    for (Path jar : FaultRun.classPath(LIBRARIES)) {
      Path chosen = jar;
      for (Lack lack : lacks) {
        if (jar.getFileName().toString().startsWith(lack.jars)) {
          chosen = edited(jar, folder.resolve(jar.getFileName()), lack.member);
        }
      }
      classPath.add(chosen);
    }
    check(classPath, lacks);
  }

  private static void check(List<Path> classPath, List<Lack> lacks) {
    Map<String, String> expected = new TreeMap<>(SIGNS);
    lacks.forEach(lack -> expected.remove(lack.instrumentation));
    try (Backend backend = Backend.start();
        RedisServer redis = new RedisServer();
        FaultRun run =
            FaultRun.start(
                EveryLibrary.class,
                classPath,
                both ->
                    both.property(
                        "redis.url",
                        "redis://:" + RedisServer.PASSWORD + "@127.0.0.1:" + redis.port()),
                agent -> agent.backend(backend))) {
      for (int i = 0; i < 3; i++) {
        String answer = run.same("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains("true1"), answer);
      }
      Await.until("all that is on: " + expected.keySet(), () -> on(run), expected.keySet()::equals);
      List<String> told =
          run.watched().agentLines().stream()
              .filter(line -> line.contains("this version of the library has no"))
              .toList();
      assertEquals(lacks.size(), told.size(), told::toString);
      for (Lack lack : lacks) {
        assertTrue(
            told.stream()
                .anyMatch(
                    line ->
                        line.contains(lack.instrumentation + " is off in")
                            && line.contains(lack.member)),
            told::toString);
      }
      assertEquals(0, run.metrics().sum("sonde_advice_failures_total"));
    }
  }

  private static TreeSet<String> on(FaultRun run) {
    String page = run.metrics().read().orElse("");
    TreeSet<String> on = new TreeSet<>();
    SIGNS.forEach(
        (instrumentation, sign) -> {
          if (Pattern.compile(sign).matcher(page).find()) {
            on.add(instrumentation);
          }
        });
    return on;
  }

  private static Path edited(Path jar, Path target, String member) {
    String other = member.toUpperCase(Locale.ROOT);
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(target);
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (ZipEntry entry : (Iterable<ZipEntry>) from.stream().map(e -> (ZipEntry) e)::iterator) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream in = from.getInputStream(entry)) {
          String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
          to.write(bytes.replace(member, other).getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target;
  }
}
