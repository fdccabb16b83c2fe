package io.sonde.exporter.loki;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sonde.exporter.loki.PushRequest.Entry;
import io.sonde.exporter.loki.PushRequest.Stream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Answers as Loki 2.9.6 did when it was asked: takes what is valid of a push, and says with 400 how
 * much was not; of several entries with the same time and line it keeps one, within one block.
 */
public final class FakeLoki implements AutoCloseable {
  private static final int MAX_LINE = 256 * 1024;
  private static final int BLOCK = 256 * 1024;
  private static final Duration WINDOW = Duration.ofHours(1);

  /** An answer to give instead of a look at the push. */
  record Answer(int status, String retryAfter) {}

  final Map<String, List<Entry>> streams = new LinkedHashMap<>();
  final Queue<Answer> answers = new ArrayDeque<>();
  final List<Map<String, String>> requests = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();
  boolean allowStructuredMetadata = true;
  boolean multitenant;
  int maxBody = Integer.MAX_VALUE;

  /** Entries whose line has this text are refused, for whatever reason. */
  String refused;

  private final HttpServer server;
  private final Map<String, Integer> blockStarts = new HashMap<>();
  private final List<String> invalid = new ArrayList<>();
  private String error;

  public FakeLoki() throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  public FakeLoki(InetSocketAddress address) throws IOException {
    server = HttpServer.create(address, 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public URL url(String path) throws IOException {
    InetSocketAddress address = server.getAddress();
    return new URL("http", address.getAddress().getHostAddress(), address.getPort(), path);
  }

  /** The labels of all streams, as they were sent. */
  public synchronized List<String> labels() {
    return List.copyOf(streams.keySet());
  }

  /** Labels to what was taken with them. */
  public synchronized Map<String, List<Entry>> streams() {
    Map<String, List<Entry>> copy = new LinkedHashMap<>();
    streams.forEach((labels, entries) -> copy.put(labels, List.copyOf(entries)));
    return copy;
  }

  /** As Loki 2.9 does unless it is told to take it. */
  public void refuseStructuredMetadata() {
    allowStructuredMetadata = false;
  }

  /** What no Loki would have understood. */
  public synchronized List<String> malformed() {
    return List.copyOf(malformed);
  }

  /** Everything that was taken. */
  public synchronized List<Entry> entries() {
    return streams.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> request = new LinkedHashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> request.put(name, values.get(0)));
    request.put(":path", exchange.getRequestURI().toString());
    requests.add(request);
    Answer answer = answers.poll();
    if (answer == null) {
      answer = judge(exchange, body);
    } else {
      error = "as told";
    }
    if (answer.retryAfter != null) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter);
    }
    byte[] text = answer.status == 204 ? new byte[0] : error.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private Answer judge(HttpExchange exchange, byte[] body) {
    error = null;
    invalid.clear();
    if (!exchange.getRequestURI().getPath().equals("/loki/api/v1/push")) {
      error = "404 page not found\n";
      return new Answer(404, null);
    }
    if (multitenant && !exchange.getRequestHeaders().containsKey("X-Scope-OrgID")) {
      error = "no org id\n";
      return new Answer(401, null);
    }
    if (body.length > maxBody) {
      error = "<html>413 Request Entity Too Large</html>";
      return new Answer(413, null);
    }
    try {
      if (!exchange.getRequestMethod().equals("POST")
          || !"application/x-protobuf"
              .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
        throw new IOException("content type");
      }
      push(PushRequest.decode(body));
      if (error == null && !invalid.isEmpty()) {
        error = grouped(invalid);
      }
    } catch (IOException e) {
      error = e.toString();
      malformed.add(error);
    }
    return new Answer(error == null ? 204 : 400, null);
  }

  private void push(List<Stream> all) {
    for (Stream stream : all) {
      List<String> ignored = new ArrayList<>();
      for (Entry entry : stream.entries()) {
        String refusal = validate(stream.labels(), entry);
        if (refusal == null) {
          store(stream.labels(), entry, ignored);
        } else {
          invalid.add(refusal);
        }
      }
      if (!ignored.isEmpty()) {
        error =
            String.join("", ignored.subList(0, Math.min(10, ignored.size())))
                + "user 'fake', total ignored: %d out of %d for stream: %s\n"
                    .formatted(ignored.size(), stream.entries().size(), stream.labels());
      }
    }
  }

  /** What the ingester does with a valid entry. */
  private void store(String labels, Entry entry, List<String> ignored) {
    List<Entry> stream = streams.computeIfAbsent(labels, k -> new ArrayList<>());
    Instant newest = stream.stream().map(Entry::time).max(Instant::compareTo).orElse(entry.time());
    if (entry.time().isBefore(newest.minus(WINDOW))) {
      ignored.add(
          "entry with timestamp %s ignored, reason: 'entry too far behind, oldest acceptable timestamp is: %s',\n"
              .formatted(entry.time(), newest.minus(WINDOW)));
      return;
    }
    int start = blockStarts.getOrDefault(labels, 0);
    List<Entry> block = stream.subList(start, stream.size());
    if (block.stream().mapToInt(e -> e.line().length()).sum() > BLOCK) {
      blockStarts.put(labels, stream.size());
      block = List.of();
    }
    if (block.stream()
        .noneMatch(e -> e.time().equals(entry.time()) && e.line().equals(entry.line()))) {
      stream.add(entry);
    }
  }

  /** As Loki joins what it found invalid: equal texts once, with their number. */
  private static String grouped(List<String> errors) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    errors.forEach(each -> counts.merge(each, 1, Integer::sum));
    List<String> texts = new ArrayList<>();
    counts.forEach((text, n) -> texts.add(errors.size() > 1 ? n + " errors like: " + text : text));
    return String.join("; ", texts) + "\n";
  }

  private String validate(String labels, Entry entry) {
    if (entry.time().isBefore(Instant.now().minus(Duration.ofDays(7)))) {
      return "entry for stream '%s' has timestamp too old: %s, oldest acceptable timestamp is: %s"
          .formatted(labels, entry.time(), Instant.now().minus(Duration.ofDays(7)));
    }
    if (entry.time().isAfter(Instant.now().plus(Duration.ofMinutes(10)))) {
      return "entry for stream '%s' has timestamp too new: %s".formatted(labels, entry.time());
    }
    int length = entry.line().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_LINE) {
      return "Max entry size '%d' bytes exceeded for stream '%s' while adding an entry with length '%d' bytes"
          .formatted(MAX_LINE, labels, length);
    }
    if (!allowStructuredMetadata && !entry.metadata().isEmpty()) {
      return "stream '"
          + labels
          + "' includes structured metadata, but this feature is disallowed. Please see"
          + " `limits_config.structured_metadata` or contact your Loki administrator to enable it.";
    }
    return refused != null && entry.line().contains(refused) ? "refused" : null;
  }
}
