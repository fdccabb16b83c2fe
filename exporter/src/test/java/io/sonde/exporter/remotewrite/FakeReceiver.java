package io.sonde.exporter.remotewrite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sonde.exporter.remotewrite.WriteDecoder.Exemplar;
import io.sonde.exporter.remotewrite.WriteDecoder.Native;
import io.sonde.exporter.remotewrite.WriteDecoder.Sample;
import io.sonde.exporter.remotewrite.WriteDecoder.Series;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.xerial.snappy.Snappy;

/**
 * A receiver of remote write as Prometheus's write_handler.go has it. One of 1.0 takes all of a
 * request or nothing, and does not look at the content type or refuses what it does not know; one
 * of 2.0 takes what is valid and counts it.
 */
public final class FakeReceiver implements AutoCloseable {
  /** What kinds there are in the field. */
  public enum Kind {
    /** Prometheus before 3, VictoriaMetrics: any message is read as one of 1.0. */
    V1_SILENT,
    V1_WITH_400,
    V1_WITH_415,
    V2,
    /** Prometheus 3 without the feature flag. */
    V2_WITHOUT_NATIVE
  }

  record Answer(int status, String retryAfter) {}

  record Request(String path, boolean second, Map<String, String> headers, int series) {}

  /** What was taken, by labels; of all samples the last one is the latest. */
  final Map<Map<String, String>, List<Sample>> samples = new LinkedHashMap<>();

  final Map<Map<String, String>, List<Native>> natives = new LinkedHashMap<>();
  final Map<Map<String, String>, List<Exemplar>> exemplars = new LinkedHashMap<>();
  final Map<Map<String, String>, Series> latest = new LinkedHashMap<>();
  final Queue<Answer> answers = new ArrayDeque<>();
  final List<Request> requests = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();
  Kind kind;
  int maxSeries = 2000;

  /** A series of that name is never taken. */
  String refused;

  private final HttpServer server;
  private Answer always;
  private String error;

  public FakeReceiver(Kind kind) throws IOException {
    this.kind = kind;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public URL url(String path) throws IOException {
    return new URL("http", "127.0.0.1", server.getAddress().getPort(), path);
  }

  /** Answers with that status from now on, and takes nothing. */
  public synchronized void refuseAll(int status) {
    always = new Answer(status, null);
  }

  /** What no receiver would have understood. */
  public synchronized List<String> malformed() {
    return List.copyOf(malformed);
  }

  /** A header of each request so far. */
  public synchronized List<String> headers(String name) {
    return requests.stream().map(r -> String.valueOf(r.headers.get(name))).distinct().toList();
  }

  /** The paths of all requests so far. */
  public synchronized List<String> paths() {
    return requests.stream().map(Request::path).distinct().toList();
  }

  /** The sum of the latest values of a metric, without those that have ended. */
  public synchronized double sum(String name) {
    return samples.entrySet().stream()
        .filter(e -> e.getKey().get("__name__").equals(name))
        .map(e -> e.getValue().get(e.getValue().size() - 1))
        .filter(s -> !s.stale())
        .mapToDouble(Sample::value)
        .sum();
  }

  /** How many series have not ended. */
  public synchronized long live() {
    return samples.values().stream().filter(s -> !s.get(s.size() - 1).stale()).count();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((k, v) -> headers.put(k.toLowerCase(), v.get(0)));
    Answer answer = answers.isEmpty() ? always : answers.poll();
    error = answer == null ? null : "as told";
    if (answer == null) {
      answer = new Answer(judge(exchange, headers, body), null);
    }
    if (answer.retryAfter != null) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter);
    }
    byte[] text = error == null ? new byte[0] : error.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private int judge(HttpExchange exchange, Map<String, String> headers, byte[] body) {
    try {
      boolean second = version(exchange, headers);
      List<Series> all = WriteDecoder.decode(Snappy.uncompress(body), second);
      String path = exchange.getRequestURI().toString();
      requests.add(new Request(path, second, headers, all.size()));
      if (all.size() > maxSeries) {
        return 413;
      }
      if (second && kind.compareTo(Kind.V2) < 0) {
        error = kind == Kind.V1_SILENT ? null : "unknown message";
        return kind == Kind.V1_SILENT ? 204 : kind == Kind.V1_WITH_400 ? 400 : 415;
      }
      return second ? writeSecond(exchange, all) : writeFirst(all);
    } catch (IOException | RuntimeException e) {
      error = e.toString();
      malformed.add(error);
      return 400;
    }
  }

  private static boolean version(HttpExchange exchange, Map<String, String> headers)
      throws IOException {
    String type = headers.get("content-type");
    String version = headers.get("x-prometheus-remote-write-version");
    boolean first = "application/x-protobuf".equals(type) && "0.1.0".equals(version);
    boolean second =
        "application/x-protobuf;proto=io.prometheus.write.v2.Request".equals(type)
            && "2.0.0".equals(version);
    if (!exchange.getRequestMethod().equals("POST")
        || !"snappy".equals(headers.get("content-encoding"))
        || !headers.get("user-agent").matches("sonde/\\S+")
        || !first && !second) {
      throw new IOException("headers " + headers);
    }
    return second;
  }

  private int writeFirst(List<Series> all) {
    for (Series series : all) {
      if (!valid(series)) {
        return 400;
      }
    }
    all.forEach(this::take);
    return 204;
  }

  private int writeSecond(HttpExchange exchange, List<Series> all) {
    boolean natives = all.stream().anyMatch(s -> !s.natives().isEmpty());
    int[] written = new int[3];
    int status = 204;
    if (natives && kind == Kind.V2_WITHOUT_NATIVE) {
      error = "native histograms are disabled";
      status = 500;
    } else {
      for (Series series : all) {
        if (valid(series)) {
          take(series);
          written[0] += series.samples().size();
          written[1] += series.natives().size();
          written[2] += series.exemplars().size();
        } else {
          status = 400;
        }
      }
    }
    String[] names = {"Samples", "Histograms", "Exemplars"};
    for (int i = 0; i < 3; i++) {
      exchange
          .getResponseHeaders()
          .add("X-Prometheus-Remote-Write-" + names[i] + "-Written", "" + written[i]);
    }
    return status;
  }

  private boolean valid(Series series) {
    if (series.labels().get("__name__").equals(refused)) {
      error = "refused " + series.labels();
      return false;
    }
    List<Sample> known = samples.getOrDefault(series.labels(), List.of());
    for (Sample sample : series.samples()) {
      Sample last = known.isEmpty() ? null : known.get(known.size() - 1);
      if (last != null && sample.timestamp() <= last.timestamp() && !sample.equals(last)) {
        error = "out of order sample for series " + series.labels();
        return false;
      }
    }
    List<Exemplar> before = exemplars.getOrDefault(series.labels(), List.of());
    long time = before.isEmpty() ? 0 : before.get(before.size() - 1).timestamp();
    for (Exemplar exemplar : series.exemplars()) {
      if (exemplar.timestamp() < time) {
        error = "out of order exemplar";
        malformed.add(error);
        return false;
      }
      time = exemplar.timestamp();
    }
    return true;
  }

  private void take(Series series) {
    Map<String, String> labels = series.labels();
    for (Sample sample : series.samples()) {
      List<Sample> known = samples.computeIfAbsent(labels, k -> new ArrayList<>());
      if (!known.contains(sample)) {
        known.add(sample);
      }
    }
    natives.computeIfAbsent(labels, k -> new ArrayList<>()).addAll(series.natives());
    exemplars.computeIfAbsent(labels, k -> new ArrayList<>()).addAll(series.exemplars());
    latest.put(labels, series);
  }
}
