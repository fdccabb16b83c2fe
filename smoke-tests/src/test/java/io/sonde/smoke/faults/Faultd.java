package io.sonde.smoke.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sonde.smoke.faults.TakenRecord.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * All backends in one process, each on a free port of the loopback address, with and without TLS on
 * the same one. Does to them what the mode says, and keeps the id of every record that it took.
 * Thread safe.
 *
 * <p>As a process it writes its ports to stdout, one a line, and does what it is asked at the last
 * one: {@code POST /mode?protocol=loki&mode=429&retry-after=2} (also {@code every}, {@code limit},
 * {@code reject}; {@code protocol=all}), {@code GET /taken}, {@code GET
 * /ids?protocol=loki&signal=logs}, one id and its count a line. It ends with its stdin.
 */
final class Faultd implements AutoCloseable {
  private final Map<FaultdProtocol, FaultdListener> listeners = new EnumMap<>(FaultdProtocol.class);
  private final FaultdCertificates certificates = new FaultdCertificates();

  private Faultd() throws IOException {
    for (FaultdProtocol protocol : FaultdProtocol.values()) {
      FaultdListener.Handler handler =
          switch (protocol) {
            case OTLP_GRPC -> FaultdGrpc::serve;
            case LOGSTASH -> FaultdLogstash::serve;
            default -> FaultdHttp::serve;
          };
      listeners.put(protocol, new FaultdListener(protocol, handler, certificates));
    }
  }

  static Faultd start() {
    try {
      return new Faultd();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port(FaultdProtocol protocol) {
    return listeners.get(protocol).port();
  }

  /** Without a path. */
  String url(FaultdProtocol protocol) {
    return "http://127.0.0.1:" + port(protocol);
  }

  /** Without a path; who trusts {@link #authority} trusts it. */
  String secureUrl(FaultdProtocol protocol) {
    return "https://localhost:" + port(protocol);
  }

  /** A PEM file; takes seconds to make the first time. */
  Path authority() {
    return certificates.authority();
  }

  /** Sets a mode that {@code protocol} must have; for the next request, not for one on its way. */
  void mode(FaultdProtocol protocol, FaultMode mode) {
    mode(protocol, FaultdSetting.of(mode));
  }

  void mode(FaultdProtocol protocol, FaultdSetting setting) {
    try {
      listeners.get(protocol).set(setting);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the mode of all that have it; the others are {@link FaultMode#OK}. */
  void all(FaultdSetting setting) {
    for (FaultdProtocol protocol : FaultdProtocol.values()) {
      mode(protocol, protocol.has(setting.mode()) ? setting : FaultdSetting.of(FaultMode.OK));
    }
  }

  void all(FaultMode mode) {
    all(FaultdSetting.of(mode));
  }

  FaultMode mode(FaultdProtocol protocol) {
    return listeners.get(protocol).setting().mode();
  }

  Taken taken(FaultdProtocol protocol) {
    return listeners.get(protocol).taken;
  }

  /** How many connections are open. */
  int connections(FaultdProtocol protocol) {
    return listeners.get(protocol).connections();
  }

  @Override
  public void close() {
    try {
      for (FaultdListener listener : listeners.values()) {
        listener.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] arguments) throws IOException {
    try (Faultd faultd = start()) {
      HttpServer control =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      control.createContext("/", faultd::control);
      control.start();
      for (FaultdProtocol protocol : FaultdProtocol.values()) {
        System.out.println(protocol + " " + faultd.port(protocol));
      }
      System.out.println("control " + control.getAddress().getPort());
      while (System.in.read() >= 0) {
        // On to the end.
      }
      control.stop(0);
    }
  }

  private void control(HttpExchange exchange) throws IOException {
    int status = 200;
    String text;
    try {
      text = control(exchange.getRequestURI().getPath(), query(exchange));
    } catch (IllegalArgumentException e) {
      status = 400;
      text = e.getMessage() + "\n";
    }
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getQuery();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], parts.length < 2 ? "" : parts[1]);
    }
    return query;
  }

  private String control(String path, Map<String, String> query) {
    String protocol = query.getOrDefault("protocol", "all");
    switch (path) {
      case "/mode" -> {
        FaultdSetting setting =
            new FaultdSetting(
                FaultMode.of(query.get("mode")),
                query.get("retry-after"),
                Integer.parseInt(query.getOrDefault("every", "1")),
                Integer.parseInt(query.getOrDefault("limit", "0")),
                Integer.parseInt(query.getOrDefault("reject", "1")));
        if (protocol.equals("all")) {
          all(setting);
        } else {
          mode(FaultdProtocol.of(protocol), setting);
        }
        return "";
      }
      case "/taken" -> {
        StringBuilder json = new StringBuilder();
        listeners.forEach((key, l) -> json.append(",\"" + key + "\":" + l.taken));
        return "{" + json.substring(1) + "}\n";
      }
      case "/ids" -> {
        Signal signal = Signal.valueOf(query.get("signal").toUpperCase(Locale.ROOT));
        TakenIds ids = taken(FaultdProtocol.of(protocol)).ids(signal);
        StringBuilder lines = new StringBuilder();
        ids.atLeast(1).forEach(id -> lines.append(id + " " + ids.count(id) + "\n"));
        return lines.toString();
      }
      default -> throw new IllegalArgumentException("/mode, /taken or /ids");
    }
  }
}
