package io.sonde.exporter.loki;

import com.google.protobuf.CodedInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xerial.snappy.Snappy;

/**
 * Loki's distributor as its sources have it: takes what is valid of a push, refuses the push with
 * 400 and the last error when something was not, keeps one of several entries with the same time
 * and line.
 */
public final class FakeLoki implements AutoCloseable {
  private static final int MAX_LINE = 256 * 1024;
  private static final int MAX_MESSAGE = 4 << 20;
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n\\p{Cntrl}]|\\\\[\"\\\\n])*)\"");

  /** What was taken. */
  public record Entry(Instant time, String line, Map<String, String> metadata) {}

  /** An answer to give instead of a look at the push. */
  record Answer(int status, String retryAfter) {}

  final Map<String, List<Entry>> streams = new LinkedHashMap<>();
  final Queue<Answer> answers = new ArrayDeque<>();
  final List<Map<String, String>> requests = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();
  boolean allowStructuredMetadata = true;
  int maxBody = Integer.MAX_VALUE;

  /** Entries whose line has this text are refused, for whatever reason. */
  String refused;

  private final HttpServer server;
  private String error;

  public FakeLoki() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public URL url(String path) throws IOException {
    return new URL("http", "127.0.0.1", server.getAddress().getPort(), path);
  }

  /** The labels of all streams, as they were sent. */
  public synchronized List<String> labels() {
    return List.copyOf(streams.keySet());
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
    if (!exchange.getRequestURI().getPath().equals("/loki/api/v1/push")) {
      error = "404 page not found";
      return new Answer(404, null);
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
      byte[] message = Snappy.uncompress(body);
      if (message.length > MAX_MESSAGE) {
        throw new IOException("message larger than max (" + message.length + ")");
      }
      push(CodedInputStream.newInstance(message));
    } catch (IOException e) {
      error = e.toString();
      malformed.add(error);
    }
    return new Answer(error == null ? 204 : 400, null);
  }

  private void push(CodedInputStream in) throws IOException {
    Set<String> seen = new HashSet<>();
    while (!in.isAtEnd()) {
      expect(in, 1 << 3 | 2);
      int limit = in.pushLimit(in.readRawVarint32());
      expect(in, 1 << 3 | 2);
      String labels = labels(in.readStringRequireUtf8());
      if (!seen.add(labels)) {
        throw new IOException("stream twice in a push");
      }
      Instant last = Instant.MIN;
      while (in.getBytesUntilLimit() > 0) {
        expect(in, 2 << 3 | 2);
        Entry entry = entry(in);
        if (entry.time.isBefore(last)) {
          throw new IOException("out of order within a push");
        }
        last = entry.time;
        String refusal = validate(labels, entry);
        if (refusal != null) {
          error = refusal;
        } else {
          List<Entry> stream = streams.computeIfAbsent(labels, k -> new ArrayList<>());
          if (stream.stream()
              .noneMatch(e -> e.time.equals(entry.time) && e.line.equals(entry.line))) {
            stream.add(entry);
          }
        }
      }
      in.popLimit(limit);
    }
  }

  private static Entry entry(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    expect(in, 1 << 3 | 2);
    int timeLimit = in.pushLimit(in.readRawVarint32());
    expect(in, 1 << 3);
    long seconds = in.readInt64();
    expect(in, 2 << 3);
    int nanos = in.readInt32();
    if (in.getBytesUntilLimit() != 0 || nanos < 0 || nanos > 999_999_999) {
      throw new IOException("timestamp");
    }
    in.popLimit(timeLimit);
    expect(in, 2 << 3 | 2);
    String line = in.readStringRequireUtf8();
    Map<String, String> metadata = new LinkedHashMap<>();
    while (in.getBytesUntilLimit() > 0) {
      expect(in, 3 << 3 | 2);
      int pairLimit = in.pushLimit(in.readRawVarint32());
      expect(in, 1 << 3 | 2);
      String name = in.readStringRequireUtf8();
      expect(in, 2 << 3 | 2);
      metadata.put(name, in.readStringRequireUtf8());
      in.popLimit(pairLimit);
    }
    in.popLimit(limit);
    return new Entry(Instant.ofEpochSecond(seconds, nanos), line, metadata);
  }

  private static void expect(CodedInputStream in, int tag) throws IOException {
    int found = in.readTag();
    if (found != tag) {
      throw new IOException("tag " + found + " instead of " + tag);
    }
  }

  private String validate(String labels, Entry entry) {
    if (entry.time.isBefore(Instant.now().minus(Duration.ofDays(7)))) {
      return "entry for stream '" + labels + "' has timestamp too old";
    }
    if (entry.time.isAfter(Instant.now().plus(Duration.ofMinutes(10)))) {
      return "entry for stream '" + labels + "' has timestamp too new";
    }
    if (entry.line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE) {
      return "Max entry size exceeded";
    }
    if (!allowStructuredMetadata && !entry.metadata.isEmpty()) {
      return "stream '"
          + labels
          + "' includes structured metadata, but this feature is disallowed. Please see"
          + " `limits_config.allow_structured_metadata` or contact your Loki administrator to"
          + " enable it.";
    }
    return refused != null && entry.line.contains(refused) ? "refused" : null;
  }

  /** As strict as the parser of label sets; U+FFFD is an error there. */
  private static String labels(String text) throws IOException {
    if (!text.startsWith("{") || !text.endsWith("}") || text.indexOf('\uFFFD') >= 0) {
      throw new IOException("labels " + text);
    }
    Set<String> names = new HashSet<>();
    int at = 1;
    Matcher matcher = LABEL.matcher(text);
    while (matcher.find(at) && matcher.start() == at) {
      if (!names.add(matcher.group(1))
          || matcher.group(2).getBytes(StandardCharsets.UTF_8).length > 2048) {
        throw new IOException("labels " + text);
      }
      at = matcher.end();
      if (at == text.length() - 1 && names.size() <= 15) {
        return text;
      }
      if (!text.startsWith(", ", at)) {
        break;
      }
      at += 2;
    }
    throw new IOException("labels " + text);
  }
}
