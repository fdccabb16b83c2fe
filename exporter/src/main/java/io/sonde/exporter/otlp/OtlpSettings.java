package io.sonde.exporter.otlp;

import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.net.HttpUrl;
import io.sonde.exporter.net.PemTls;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/** Where and how one signal is sent. Immutable. */
public final class OtlpSettings {
  private static final int GRPC_PORT = 4317;
  private static final int MAX_TIMEOUT_MILLIS = 600_000;

  private final OtlpSignal signal;
  private final boolean grpc;
  private final boolean json;
  private final URL url;
  private final Map<String, String> headers;
  private final int timeoutMillis;
  private final boolean gzip;
  private final SSLSocketFactory tls;

  private OtlpSettings(OtlpSignal signal, OtlpProperties properties) {
    this.signal = signal;
    String endpoint = properties.get("endpoint");
    URL given = endpoint == null ? null : url(properties, endpoint);
    grpc = grpc(properties, given);
    json = "http/json".equals(properties.get("protocol"));
    if (given == null) {
      url =
          url(
              properties,
              grpc ? "http://localhost:4317" : "http://localhost:4318/" + signal.httpPath());
    } else if (grpc || properties.ofSignal("endpoint")) {
      url = given;
    } else {
      url = url(properties, below(endpoint, signal.httpPath()));
    }
    headers = OtlpHeaders.parse(properties);
    timeoutMillis = timeoutMillis(properties);
    gzip = gzip(properties);
    tls = url.getProtocol().equals("https") ? PemTls.socketFactory(properties) : null;
  }

  /**
   * Applies the OTLP exporter specification to {@code otel.exporter.otlp[.<signal>].*}: endpoint,
   * protocol, headers, timeout, compression, certificate, client.key, client.certificate. Beyond
   * it, an unset protocol follows the port (4317 is gRPC on every collector), and a timeout may
   * carry {@code ms} or {@code s}. Reads the PEM files that are named.
   *
   * @param config the text of a property; null or empty when it is unset
   * @throws IllegalArgumentException for a malformed value; names the property, not the value
   */
  public static OtlpSettings resolve(OtlpSignal signal, Function<String, String> config) {
    return new OtlpSettings(signal, new OtlpProperties(signal.text(), config));
  }

  /** Protocol, host and port, for people. */
  public String describe() {
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    return (grpc ? "grpc " : "http ") + url.getHost() + ':' + port;
  }

  OtlpSignal signal() {
    return signal;
  }

  /** Whether the protocol is grpc, not one over HTTP/1.1. */
  boolean grpc() {
    return grpc;
  }

  /** Whether the protocol is http/json. */
  boolean json() {
    return json;
  }

  /** For gRPC only scheme, host and port count. */
  URL url() {
    return url;
  }

  HttpTarget target() {
    return new HttpTarget(url, headers, tls, timeoutMillis);
  }

  /** Sent with every request; never to be logged. */
  Map<String, String> headers() {
    return headers;
  }

  int timeoutMillis() {
    return timeoutMillis;
  }

  boolean gzip() {
    return gzip;
  }

  /** Null when the endpoint is plain text. */
  SSLSocketFactory tls() {
    return tls;
  }

  private static URL url(OtlpProperties properties, String text) {
    try {
      URL url = HttpUrl.parse(text);
      boolean http = url.getProtocol().equals("http") || url.getProtocol().equals("https");
      if (http && !url.getHost().isEmpty() && url.getPort() <= 65535) {
        return url;
      }
    } catch (MalformedURLException ignored) {
      // Its message repeats the text, which may hold a password.
    }
    throw properties.malformed("endpoint", "is not a URL beginning with http:// or https://");
  }

  private static String below(String endpoint, String path) {
    int query = endpoint.indexOf('?');
    String base = query < 0 ? endpoint : endpoint.substring(0, query);
    String rest = query < 0 ? "" : endpoint.substring(query);
    return base + (base.endsWith("/") ? "" : "/") + path + rest;
  }

  private static boolean grpc(OtlpProperties properties, URL endpoint) {
    String protocol = properties.get("protocol");
    if (protocol == null) {
      return endpoint != null && endpoint.getPort() == GRPC_PORT;
    }
    if (protocol.equals("grpc")
        || protocol.equals("http/protobuf")
        || protocol.equals("http/json")) {
      return protocol.equals("grpc");
    }
    throw properties.malformed("protocol", "is neither grpc, http/protobuf nor http/json");
  }

  private static int timeoutMillis(OtlpProperties properties) {
    String text = properties.get("timeout");
    if (text == null) {
      return 10_000;
    }
    boolean millis = text.endsWith("ms");
    boolean seconds = !millis && text.endsWith("s");
    int end = text.length() - (millis ? 2 : seconds ? 1 : 0);
    try {
      int value = Integer.parseInt(text.substring(0, end).trim());
      if (value >= 1 && value <= MAX_TIMEOUT_MILLIS / (seconds ? 1000 : 1)) {
        return seconds ? value * 1000 : value;
      }
    } catch (NumberFormatException ignored) {
      // Told below.
    }
    throw properties.malformed("timeout", "is not a time from 1 ms to 10 minutes");
  }

  private static boolean gzip(OtlpProperties properties) {
    String compression = properties.get("compression");
    if (compression == null || compression.equals("gzip") || compression.equals("none")) {
      return "gzip".equals(compression);
    }
    throw properties.malformed("compression", "is neither gzip nor none");
  }
}
