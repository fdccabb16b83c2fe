package io.sonde.exporter.elasticsearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sonde.exporter.elasticsearch.BulkRequest.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.zip.GZIPInputStream;

/**
 * {@code _bulk} as Elasticsearch has it: a request whose lines are not as they must be is refused
 * whole, a document that is refused costs itself, an id is created once.
 */
final class FakeElasticsearch implements AutoCloseable {
  /** What was taken, under {@code index/id}. */
  final Map<String, Map<String, Object>> documents = new LinkedHashMap<>();

  final List<String> malformed = new ArrayList<>();
  final List<String> paths = new ArrayList<>();
  final List<String> authorizations = new ArrayList<>();

  /** The documents of each request. */
  final List<Integer> requests = new ArrayList<>();

  /** Answers to give instead of a look at the request. */
  final Queue<Integer> answers = new ArrayDeque<>();

  /** Status and type of what is refused, by the text in the message; once each when busy. */
  final Map<String, String> refused = new LinkedHashMap<>();

  int maxBody = 100 << 20;

  /** Takes the documents, and then tells nobody. */
  boolean silent;

  /** Answers in full, as products do that do not know {@code filter_path}. */
  boolean verbose;

  /** In place of what it would answer. */
  String answer;

  private final HttpServer server;

  FakeElasticsearch() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URL url(String path) throws IOException {
    return new URL("http", "127.0.0.1", server.getAddress().getPort(), path);
  }

  /** The messages of all documents. */
  List<Object> messages() {
    return documents.values().stream().map(document -> document.get("message")).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    paths.add(exchange.getRequestURI().toString());
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    Integer scripted = answers.poll();
    int status = scripted != null ? scripted : body.length > maxBody ? 413 : 200;
    String text = "";
    if (status == 200) {
      try {
        text = bulk(exchange, body);
      } catch (IOException e) {
        malformed.add(e.toString());
        status = 400;
      }
    }
    if (!silent) {
      byte[] bytes = (answer == null ? text : answer).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private String bulk(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (!exchange.getRequestMethod().equals("POST")
        || !"application/x-ndjson".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
        || !path.endsWith("/_bulk")) {
      throw new IOException("no bulk request");
    }
    String target = path.length() > 6 ? path.substring(1, path.length() - 6) : null;
    List<Document> all = BulkRequest.decode(target, body);
    requests.add(all.size());
    boolean errors = false;
    StringBuilder items = new StringBuilder();
    for (Document document : all) {
      String item = item(document);
      errors |= item.contains("\"error\"");
      items.append(items.length() == 0 ? "" : ",").append(item);
    }
    String took = verbose ? "\"took\":30," : "";
    return "{" + took + "\"errors\":" + errors + ",\"items\":[" + items + "]}";
  }

  private String item(Document document) {
    if (document.fields() == null) {
      return answer(400, "document_parsing_exception");
    }
    String message = document.message();
    for (String text : List.copyOf(refused.keySet())) {
      if (message.contains(text)) {
        String[] words = refused.get(text).split(" ");
        int status = Integer.parseInt(words[0]);
        if (status >= 429) {
          refused.remove(text);
        }
        return answer(status, words[1]);
      }
    }
    if (documents.putIfAbsent(document.key(), document.fields()) != null) {
      return answer(409, "version_conflict_engine_exception");
    }
    return answer(201, null);
  }

  private String answer(int status, String type) {
    String more =
        verbose ? "\"_index\":\"l\",\"_id\":\"\\\"status\\\":7\",\"_shards\":{\"status\":9}," : "";
    String cause =
        verbose ? ",\"reason\":\"{\\\"type\\\":1\",\"caused_by\":{\"type\":\"other\"}" : "";
    return "{\"create\":{"
        + more
        + "\"status\":"
        + status
        + (type == null ? "" : ",\"error\":{\"type\":\"" + type + "\"" + cause + "}")
        + "}}";
  }
}
