package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.sonde.exporter.TestCertificate;
import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application of Java 8, on each JDK that is installed: by HTTP and by gRPC, without TLS and
 * with it.
 */
class OldApplicationTest {
  private static final int REQUESTS = 3;
  private static final Path SOURCE =
      Path.of("src/test/java8/io/sonde/smoke/programs/old/OldApplication.java");

  private static final List<Path> LIBRARIES =
      Libraries.resolve(
          // First, for HikariCP wants an SLF4J that is too new for it.
          "ch.qos.logback:logback-classic:1.2.13",
          "org.slf4j:slf4j-api:1.7.36",
          "org.apache.tomcat.embed:tomcat-embed-core:9.0.89",
          "com.h2database:h2:2.1.214",
          "com.zaxxer:HikariCP:4.0.3",
          "redis.clients:jedis:5.1.0",
          "io.lettuce:lettuce-core:6.3.2.RELEASE");

  @TempDir static Path classes;
  @TempDir Path directory;

  @BeforeAll
  static void compile() {
    String classPath = LIBRARIES.stream().map(Path::toString).collect(Collectors.joining(":"));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-Xlint:none",
                "--release",
                "8",
                "-cp",
                classPath,
                "-d",
                classes.toString(),
                SOURCE.toString());
    assertEquals(0, failed);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void isWatchedOn(int jdk) throws Exception {
    TestCertificate certificate = new TestCertificate("old-application");
    try (RedisServer redis = new RedisServer();
        Backend backend = Backend.start();
        GrpcReceiver traces = GrpcReceiver.start(certificate);
        AgentProcess process =
            new AgentCommand(
                    "io.sonde.smoke.programs.old.OldApplication",
                    directory.toString(),
                    String.valueOf(redis.port()),
                    RedisServer.PASSWORD)
                .jdk(jdk)
                .classPath(classes)
                .classPath(LIBRARIES)
                .backend(backend)
                .environment("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc")
                .environment(
                    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://localhost:" + traces.port())
                .environment(
                    "OTEL_EXPORTER_OTLP_CERTIFICATE",
                    certificate.certificate.toAbsolutePath().toString())
                .start()) {
      Http http = new Http(Integer.parseInt(process.awaitLine("port ")));
      for (int i = 0; i < REQUESTS; i++) {
        assertEquals("done", http.get("/orders/7").body());
      }
      Map<String, Long> each =
          Map.of("GET /orders/*", 1L, "GET /price", 1L, "GET", 2L, "SET", 1L, "SELECT dual", 1L);
      long perRequest = each.values().stream().mapToLong(n -> n).sum();
      Await.until("all spans", () -> served(traces).size() >= REQUESTS * perRequest);
      List<Span> served = served(traces);
      assertEquals(
          each.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> REQUESTS * e.getValue())),
          served.stream().collect(Collectors.groupingBy(Span::getName, Collectors.counting())));
      assertEquals(REQUESTS, served.stream().map(Span::getTraceId).distinct().count());
      backend.awaitLog(log -> log.body().contains("priced"));
      backend.awaitMetric("http.server.request.duration");
    }
  }

  /** What came of the requests; pools and clients connect before and beside them. */
  private static List<Span> served(GrpcReceiver receiver) {
    List<Span> spans = new ArrayList<>();
    for (byte[] request : receiver.requests()) {
      spans.addAll(spans(request).toList());
    }
    var requests =
        spans.stream()
            .filter(span -> span.getName().equals("GET /orders/*"))
            .map(Span::getTraceId)
            .collect(Collectors.toSet());
    spans.removeIf(span -> !requests.contains(span.getTraceId()));
    return spans;
  }

  private static Stream<Span> spans(byte[] request) {
    try {
      return ExportTraceServiceRequest.parseFrom(request).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
