package io.sonde.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every client of Redis must give: one span for each command, pipeline and transaction, in the
 * request that it belongs to, with the server's address, without a value and without a password.
 */
public final class RedisSuite {
  /** Begins everything that must not come out. */
  private static final String CANARY = "S3CR3T";

  /** Where spans without a request are expected. */
  public static final String NO_REQUEST = "";

  private RedisSuite() {}

  /**
   * Runs the program and compares its spans.
   *
   * @param program the program that serves one path for each way of calling Redis and writes {@code
   *     port <number>}
   * @param expected for each path, in the order of the requests, the spans as {@code name | text},
   *     the size of the batch, the index of the database if it is not 0, and {@code !} with the
   *     type of the error; the last path makes one span
   */
  public static void run(AgentCommand program, int redisPort, Map<String, List<String>> expected) {
    try (Backend backend = Backend.start();
        AgentProcess process = program.backend(backend).start()) {
      int port = Integer.parseInt(process.awaitLine("port "));
      Map<String, String> answers = new LinkedHashMap<>();
      String last = null;
      for (String path : expected.keySet()) {
        if (!path.equals(NO_REQUEST)) {
          answers.put(path, get(port, path));
          last = path;
        }
      }
      String end = "/" + last;
      backend.awaitSpan(span -> span.isServer() && end.equals(span.attribute("url.path")));
      int count = expected.values().stream().mapToInt(List::size).sum();
      backend.awaitMetric(
          "db.client.operation.duration",
          metric -> metric.points().stream().anyMatch(p -> p.count() > 0));
      try {
        backend.awaitSpans(count, ReceivedSpan::isClient);
      } catch (AssertionError e) {
        // The comparison below tells more.
      }
      assertEquals(text(expected), text(found(backend, expected)), () -> "answers: " + answers);
      look(backend, redisPort);
      process.agentLines().forEach(line -> assertFalse(line.contains(CANARY), line));
    }
  }

  private static void look(Backend backend, int redisPort) {
    List<ReceivedSpan> spans = backend.spans(ReceivedSpan::isClient);
    for (ReceivedSpan span : spans) {
      assertFalse(span.span().toString().contains(CANARY), span::toString);
      assertEquals("redis", span.attribute("db.system.name"), span::toString);
      if (!span.isError()) {
        assertEquals("127.0.0.1", span.attribute("server.address"), span::toString);
        assertEquals((long) redisPort, span.attribute("server.port"), span::toString);
      }
      assertEquals(span.name(), span.attribute("db.operation.name"), span::toString);
      assertNull(span.attribute("db.query.summary"), span::toString);
    }
    long measured = spans.stream().filter(span -> !blocks(span)).count();
    backend.awaitMetric(
        "db.client.operation.duration",
        metric ->
            metric.points().stream().mapToLong(ReceivedMetric.Point::count).sum() == measured);
    assertFalse(backend.metrics().toString().contains(CANARY));
    assertFalse(backend.logs().toString().contains(CANARY));
  }

  private static boolean blocks(ReceivedSpan span) {
    return span.name().startsWith("B") || span.name().equals("XREAD");
  }

  private static Map<String, List<String>> found(
      Backend backend, Map<String, List<String>> expected) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    expected.keySet().forEach(path -> found.put(path, new ArrayList<>()));
    List<ReceivedSpan> servers = backend.spans(ReceivedSpan::isServer);
    List<ReceivedSpan> clients = new ArrayList<>(backend.spans(ReceivedSpan::isClient));
    clients.sort(Comparator.comparingLong(span -> span.span().getStartTimeUnixNano()));
    for (ReceivedSpan span : clients) {
      String path = span.parentId().isEmpty() ? NO_REQUEST : "lost";
      for (ReceivedSpan server : servers) {
        if (span.isChildOf(server)) {
          path = server.attribute("url.path").toString().substring(1);
        }
      }
      found.computeIfAbsent(path, p -> new ArrayList<>()).add(describe(span));
    }
    return found;
  }

  private static String describe(ReceivedSpan span) {
    StringBuilder text = new StringBuilder(span.name());
    if (span.attribute("db.query.text") != null) {
      text.append(" | ").append(span.attribute("db.query.text"));
    }
    if (span.attribute("db.operation.batch.size") != null) {
      text.append(' ').append(span.attribute("db.operation.batch.size"));
    }
    if (!"0".equals(span.attribute("db.namespace"))) {
      text.append(" @").append(span.attribute("db.namespace"));
    }
    if (span.isError()) {
      text.append(" !").append(span.attribute("error.type"));
    }
    return text.toString();
  }

  private static String text(Map<String, List<String>> spans) {
    StringBuilder text = new StringBuilder();
    spans.forEach(
        (path, each) -> text.append('/').append(path).append(' ').append(each).append('\n'));
    return text.toString();
  }

  private static String get(int port, String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + "/" + path);
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
