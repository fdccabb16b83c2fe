package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import io.sonde.testing.RedisServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Not in messages of exceptions: these are the application's own words, as its log lines are, and
 * are exported as they are.
 */
@FaultRow(
    value = "T55",
    what = "secrets in headers, URLs, forms, SQL, arguments, environment and the agent's settings")
class T55SecretsTest {
  /** User and password of a URL are left where they are, and the secrets of its query. */
  static Mutant mutant() {
    return Mutant.named("queries-are-exported")
        .edit("io.sonde.bootstrap.http.UrlText", "redact", MethodEdit.withoutCall("lastIndexOf"))
        .edit("io.sonde.bootstrap.http.UrlText", "secret", MethodEdit.emptied())
        .provenBy("byJaegerAndRemoteWrite");
  }

  @Test
  void byOtlpAndLoki() throws Exception {
    try (Faultd faultd = Faultd.start()) {
      check(
          faultd,
          command ->
              command
                  .environment(
                      "OTEL_EXPORTER_OTLP_ENDPOINT", withUser(faultd.url(FaultdProtocol.OTLP_HTTP)))
                  .environment("OTEL_LOGS_EXPORTER", "otlp,loki")
                  .environment("OTEL_METRICS_EXPORTER", "prometheus,otlp")
                  .environment("SONDE_EXPORTER_LOKI_ENDPOINT", faultd.url(FaultdProtocol.LOKI))
                  .environment("SONDE_EXPORTER_LOKI_HEADERS", "Authorization=S3CR3T-loki")
                  .environment("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "S3CR3T-no-name"),
          "OTEL_EXPORTER_OTLP_LOGS_HEADERS",
          FaultdProtocol.OTLP_HTTP,
          FaultdProtocol.LOKI);
    }
  }

  @Test
  void byGrpcZipkinElasticsearchAndLogstash() throws Exception {
    try (Faultd faultd = Faultd.start()) {
      check(
          faultd,
          command ->
              command
                  .environment("OTEL_TRACES_EXPORTER", "otlp,zipkin")
                  .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                  .environment("OTEL_EXPORTER_OTLP_ENDPOINT", faultd.url(FaultdProtocol.OTLP_GRPC))
                  .environment("OTEL_EXPORTER_ZIPKIN_ENDPOINT", faultd.url(FaultdProtocol.ZIPKIN))
                  .environment("OTEL_EXPORTER_ZIPKIN_HEADERS", "S3CR3T-no-name")
                  .environment("OTEL_LOGS_EXPORTER", "elasticsearch,logstash")
                  .environment("OTEL_METRICS_EXPORTER", "prometheus")
                  .environment(
                      "SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT",
                      withUser(faultd.url(FaultdProtocol.ELASTICSEARCH)))
                  .environment(
                      "SONDE_EXPORTER_LOGSTASH_ENDPOINT",
                      "tcp://127.0.0.1:" + faultd.port(FaultdProtocol.LOGSTASH)),
          "OTEL_EXPORTER_ZIPKIN_HEADERS",
          FaultdProtocol.OTLP_GRPC,
          FaultdProtocol.ZIPKIN,
          FaultdProtocol.ELASTICSEARCH,
          FaultdProtocol.LOGSTASH);
    }
  }

  @Test
  void byJaegerAndRemoteWrite() throws Exception {
    Taken taken = new Taken();
    HttpServer jaeger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jaeger.createContext(
        "/",
        exchange -> {
          taken.look(exchange.getRequestBody().readAllBytes());
          taken.request(FaultMode.OK);
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    jaeger.start();
    try (Faultd faultd = Faultd.start()) {
      check(
          faultd,
          command ->
              command
                  .environment("OTEL_TRACES_EXPORTER", "jaeger")
                  .environment("OTEL_LOGS_EXPORTER", "none")
                  .environment("OTEL_METRICS_EXPORTER", "prometheus,remote-write")
                  .environment(
                      "SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT",
                      faultd.url(FaultdProtocol.REMOTE_WRITE))
                  .environment("SONDE_EXPORTER_REMOTE_WRITE_HEADERS", "a=S3CR3T-write")
                  .environment(
                      "OTEL_EXPORTER_JAEGER_ENDPOINT",
                      withUser("http://127.0.0.1:" + jaeger.getAddress().getPort()))
                  .environment("OTEL_EXPORTER_JAEGER_PROTOCOL", "http/thrift.binary")
                  .environment("OTEL_EXPORTER_JAEGER_HEADERS", "S3CR3T-no-name"),
          "OTEL_EXPORTER_JAEGER_HEADERS",
          FaultdProtocol.REMOTE_WRITE);
      assertTrue(taken.requests().size() > 0);
      assertEquals(List.of(), taken.leaked());
    } finally {
      jaeger.stop(0);
    }
  }

  private static void check(
      Faultd faultd, Consumer<AgentCommand> exporters, String bad, FaultdProtocol... protocols)
      throws Exception {
    try (RedisServer redis = new RedisServer();
        FaultRun run =
            FaultRun.start(
                both -> application(both, redis),
                agent -> {
                  settings(agent);
                  exporters.accept(agent);
                })) {
      run.watched().expectWarning("OTEL_BSP_MAX_EXPORT_BATCH_SIZE").expectWarning(bad);
      run.load(48);
      assertEquals(secrets(run.goldenPort()), secrets(run.port()));
      for (FaultdProtocol protocol : protocols) {
        Await.until(
            "a request by " + protocol,
            () -> faultd.taken(protocol).requests(),
            requests -> !requests.isEmpty());
      }
      run.metrics().awaitSettled();
      for (FaultdProtocol protocol : protocols) {
        assertEquals(List.of(), faultd.taken(protocol).leaked(), "" + protocol);
        assertEquals(List.of(), faultd.taken(protocol).malformed(), "" + protocol);
      }
      String exposition = run.metrics().read().orElseThrow();
      assertFalse(exposition.contains(Load.CANARY), exposition);
      assertTrue(exposition.contains("db_client_operation_duration"), exposition);
      List<String> lines = run.watched().agentLines();
      assertTrue(lines.stream().anyMatch(line -> line.contains("DEBUG")), lines::toString);
      assertTrue(lines.stream().anyMatch(line -> line.contains(bad)), lines::toString);
    }
  }

  /** In the environment, the command line, and in settings of which some are wrong. */
  private static void application(AgentCommand command, RedisServer redis) {
    command
        .property(
            "redis.url", "redis://:" + RedisServer.PASSWORD + "@127.0.0.1:" + redis.port() + "/0")
        .property("javax.net.ssl.keyStorePassword", "S3CR3T-property")
        .environment("DATABASE_PASSWORD", "S3CR3T-environment");
  }

  private static void settings(AgentCommand command) {
    command
        .environment("OTEL_JAVAAGENT_DEBUG", "true")
        .environment("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20S3CR3T-otlp,x=S3CR3T-x")
        .environment("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "S3CR3T-no-number");
  }

  private static String withUser(String url) {
    return url.replace("http://", "http://user:S3CR3T-endpoint@");
  }

  /** The answers to a form of many parts and to a request that reads secrets. */
  private static String secrets(int port) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"S3CR3T-part\"; filename=\"S3CR3T-file\""
            + "\r\n\r\nS3CR3T-content\r\n--b--\r\n";
    URI uri =
        URI.create("http://127.0.0.1:" + port + "/secrets?access_token=S3CR3T-t&password=S3CR3T-p");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Proxy-Authorization", "Basic S3CR3T-proxy")
            .header("X-Api-Key", "S3CR3T-key")
            .header("baggage", "password=S3CR3T-baggage")
            .header("Content-Type", "multipart/form-data; boundary=b");
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body()
        + client
            .send(
                request.POST(HttpRequest.BodyPublishers.ofString(part)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
  }
}
