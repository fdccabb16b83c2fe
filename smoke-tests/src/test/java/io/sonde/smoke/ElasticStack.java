package io.sonde.smoke;

import co.elastic.clients.elasticsearch.cluster.PutComponentTemplateRequest;
import co.elastic.clients.elasticsearch.ilm.PutLifecycleRequest;
import co.elastic.clients.elasticsearch.indices.PutIndexTemplateRequest;
import co.elastic.clients.json.WithJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An Elasticsearch and a Kibana for what is loaded into them. What Elasticsearch alone knows, its
 * own client reads, which refuses what the specification does not have; the rest is OpenSearch's.
 */
final class ElasticStack implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was imported into Kibana: the bodies of the requests. */
  final List<String> imported = new CopyOnWriteArrayList<>();

  /** What was refused, and why. */
  final List<String> refused = new CopyOnWriteArrayList<>();

  private final Http opensearch;
  private final HttpServer server;

  ElasticStack(int opensearchPort) throws IOException {
    opensearch = new Http(opensearchPort);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = 200;
    try {
      if (path.equals("/api/saved_objects/_import?overwrite=true")) {
        imported.add(body);
      } else if (path.startsWith("/_ilm/policy/")) {
        read(new PutLifecycleRequest.Builder().name("it"), body).build();
      } else {
        status = forward(exchange.getRequestMethod(), path, withoutLifecycle(path, body));
      }
    } catch (RuntimeException e) {
      refused.add(path + ": " + e);
      status = 400;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static <T> T read(WithJson<T> builder, String json) {
    return builder.withJson(new StringReader(json));
  }

  private static String withoutLifecycle(String path, String body) throws IOException {
    if (path.startsWith("/_component_template/")) {
      read(new PutComponentTemplateRequest.Builder().name("it"), body).build();
    } else if (path.startsWith("/_index_template/")) {
      read(new PutIndexTemplateRequest.Builder().name("it"), body).build();
      JsonNode template = JSON.readTree(body);
      ((ObjectNode) template.at("/template/settings/index")).remove("lifecycle");
      return template.toString();
    }
    return body;
  }

  private int forward(String method, String path, String body) {
    HttpResponse<String> response =
        opensearch.send(
            opensearch
                .request(path, "Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    if (response.statusCode() == 400) {
      refused.add(path + ": " + response.body());
    }
    return response.statusCode();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
