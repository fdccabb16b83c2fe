package io.sonde.agent.config;

import io.sonde.exporter.net.HttpUrl;
import java.net.MalformedURLException;
import java.net.URL;

/** Where spans for Jaeger go, and in which protocol. Immutable. */
public final class JaegerAddress {
  /** What Jaeger's ports speak. */
  public enum Protocol {
    OTLP_GRPC,
    OTLP_HTTP,
    THRIFT_HTTP,
    THRIFT_UDP_COMPACT,
    THRIFT_UDP_BINARY
  }

  private static final int OTLP_GRPC_PORT = 4317;
  private static final int THRIFT_HTTP_PORT = 14268;
  private static final int JAEGER_GRPC_PORT = 14250;
  private static final int UDP_BINARY_PORT = 6832;
  private static final String TRACES = "/api/traces";

  public final Protocol protocol;

  /** The URL; null for UDP. */
  public final String endpoint;

  /** For UDP only. */
  public final String host;

  public final int port;

  private JaegerAddress(Protocol protocol, String endpoint) {
    this.protocol = protocol;
    this.endpoint = endpoint;
    host = null;
    port = 0;
  }

  private JaegerAddress(Protocol protocol, String host, int port) {
    this.protocol = protocol;
    endpoint = null;
    this.host = host;
    this.port = port;
  }

  /**
   * What the settings say. Where they say nothing, Thrift over HTTP to the port of the collector on
   * this host, and not over UDP to the agent's, as Jaeger's own clients did: the same container
   * listens on both, and only HTTP tells when it does not.
   */
  public static JaegerAddress of(Config config) {
    String endpoint = config.get(JaegerKeys.ENDPOINT);
    String protocol = config.get(JaegerKeys.PROTOCOL);
    boolean agent =
        config.text(JaegerKeys.AGENT_HOST) != null || config.text(JaegerKeys.AGENT_PORT) != null;
    boolean udpEndpoint = endpoint != null && endpoint.regionMatches(true, 0, "udp:", 0, 4);
    if (protocol == null ? udpEndpoint || endpoint == null && agent : protocol.startsWith("udp/")) {
      return udp(config, protocol, udpEndpoint ? url("http" + endpoint.substring(3)) : null);
    }
    return http(protocol, udpEndpoint ? null : endpoint);
  }

  private static JaegerAddress udp(Config config, String protocol, URL endpoint) {
    String host = config.get(JaegerKeys.AGENT_HOST);
    int port = config.text(JaegerKeys.AGENT_PORT) == null ? 0 : config.get(JaegerKeys.AGENT_PORT);
    if (endpoint != null) {
      host = endpoint.getHost();
      port = Math.max(endpoint.getPort(), 0);
    }
    boolean binary = protocol == null ? port == UDP_BINARY_PORT : protocol.endsWith("binary");
    if (port == 0) {
      port = binary ? UDP_BINARY_PORT : config.get(JaegerKeys.AGENT_PORT);
    }
    return new JaegerAddress(
        binary ? Protocol.THRIFT_UDP_BINARY : Protocol.THRIFT_UDP_COMPACT, host, port);
  }

  private static JaegerAddress http(String protocol, String endpoint) {
    if (endpoint == null) {
      return "grpc".equals(protocol)
          ? new JaegerAddress(Protocol.OTLP_GRPC, "http://localhost:" + OTLP_GRPC_PORT)
          : new JaegerAddress(
              Protocol.THRIFT_HTTP, "http://localhost:" + THRIFT_HTTP_PORT + TRACES);
    }
    URL url = url(endpoint);
    if (url.getPort() == JAEGER_GRPC_PORT) {
      String there = url.getProtocol() + "://" + url.getHost() + ':' + THRIFT_HTTP_PORT + TRACES;
      return new JaegerAddress(Protocol.THRIFT_HTTP, there);
    }
    if (protocol != null) {
      return new JaegerAddress(
          protocol.equals("grpc") ? Protocol.OTLP_GRPC : Protocol.THRIFT_HTTP, endpoint);
    }
    if (url.getPort() == THRIFT_HTTP_PORT || url.getPath().endsWith(TRACES)) {
      return new JaegerAddress(Protocol.THRIFT_HTTP, endpoint);
    }
    boolean grpc = url.getPort() == OTLP_GRPC_PORT;
    return new JaegerAddress(grpc ? Protocol.OTLP_GRPC : Protocol.OTLP_HTTP, endpoint);
  }

  private static URL url(String text) {
    try {
      return HttpUrl.parse(text);
    } catch (MalformedURLException e) {
      // Its message repeats the text, which may hold a password.
      throw new IllegalArgumentException(JaegerKeys.ENDPOINT.name + " is not a URL");
    }
  }
}
