package io.sonde.agent.config;

import io.sonde.exporter.net.HttpTarget;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Spans to Jaeger, under the names that OpenTelemetry's own exporters for it had. */
public final class JaegerKeys {
  static final Section SECTION =
      new Section(
          "Jaeger",
          "The span exporter `jaeger`. It sends Thrift over HTTP to `http://localhost:14268` when"
              + " nothing is set.");

  private static final String PREFIX = "otel.exporter.jaeger";
  private static final String OTLP_PREFIX = "otel.exporter.otlp.";

  public static final Key<String> ENDPOINT =
      SECTION.urlOrUdp(
          PREFIX + ".endpoint",
          "Where to send to. Without a protocol, a path `/api/traces` or the port 14268 stands for"
              + " `http/thrift.binary`, 4317 for `grpc`, any other port for OTLP over HTTP;"
              + " `udp://` for Thrift over UDP, in the binary form on port 6832. What is meant for"
              + " port 14250, Jaeger's own gRPC, is sent to port 14268 of the same host.");

  public static final Key<String> PROTOCOL =
      SECTION.oneOf(
          PREFIX + ".protocol",
          null,
          "How to send. When unset, what the endpoint stands for; `udp/thrift.compact` when only an"
              + " agent is set. `grpc` is OTLP.",
          "grpc",
          "http/thrift.binary",
          "udp/thrift.compact",
          "udp/thrift.binary");

  public static final Key<String> AGENT_HOST =
      SECTION.text(
          PREFIX + ".agent.host",
          "localhost",
          "The host to send to over UDP. The network may lose spans, and does not tell.");

  public static final Key<Integer> AGENT_PORT =
      SECTION.number(
          PREFIX + ".agent.port",
          6831,
          1,
          65_535,
          "UDP port",
          "The port to send to over UDP; 6832 when unset, for `udp/thrift.binary`.");

  public static final Key<String> USER =
      SECTION.text(PREFIX + ".user", null, "The user of HTTP basic authentication.");

  public static final Key<String> PASSWORD =
      SECTION.secret(PREFIX + ".password", "The user's password.");

  private static final HttpKeys HTTP = new HttpKeys(SECTION, PREFIX, ENDPOINT);

  private JaegerKeys() {}

  /**
   * Where requests over HTTP go.
   *
   * @throws IllegalArgumentException when a PEM file cannot be used
   */
  public static HttpTarget target(Config config, String endpoint) throws MalformedURLException {
    HttpTarget target = HTTP.target(config, endpoint);
    String authorization = authorization(config);
    if (authorization == null) {
      return target;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", authorization);
    headers.putAll(target.headers());
    return target.withHeaders(headers);
  }

  /** The settings as those of OTLP: the general ones of {@link OtlpKeys} do not apply. */
  public static Function<String, String> otlp(
      final Config config, final String endpoint, final boolean grpc) {
    return new Function<String, String>() {
      @Override
      public String apply(String name) {
        switch (name.substring(OTLP_PREFIX.length())) {
          case "endpoint":
            return endpoint;
          case "protocol":
            return grpc ? "grpc" : "http/protobuf";
          case "headers":
            return headers(config);
          default:
            return text(config, PREFIX + '.' + name.substring(OTLP_PREFIX.length()));
        }
      }
    };
  }

  private static String headers(Config config) {
    String given = text(config, PREFIX + ".headers");
    String authorization = authorization(config);
    if (authorization == null) {
      return given;
    }
    String own = "authorization=" + authorization.replace(" ", "%20");
    return given == null ? own : own + ',' + given;
  }

  private static String text(Config config, String name) {
    for (int i = 0; i < SECTION.keys.size(); i++) {
      if (SECTION.keys.get(i).name.equals(name)) {
        return config.checkedText(SECTION.keys.get(i));
      }
    }
    return null;
  }

  private static String authorization(Config config) {
    String user = config.get(USER);
    if (user == null) {
      return null;
    }
    String password = config.get(PASSWORD);
    String both = user + ':' + (password == null ? "" : password);
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }
}
