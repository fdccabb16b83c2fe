package io.sonde.exporter.jaeger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jaegertracing.thriftjava.Batch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TMemoryBuffer;

/**
 * The HTTP receiver of Jaeger's collector as its sources have it (cmd/collector/app/handler/
 * http_handler.go of 1.x), reading with Jaeger's own generated classes. Stricter in one thing: what
 * Thrift would have written otherwise is malformed, invalid UTF-8 among it.
 */
public final class JaegerCollector implements AutoCloseable {
  private final List<JaegerSpan> spans = new ArrayList<>();
  private final List<String> malformed = new ArrayList<>();
  final List<String> authorizations = new ArrayList<>();

  /** Statuses to answer instead of a look at the request. */
  final Queue<Integer> answers = new ArrayDeque<>();

  /** What a proxy in front takes. */
  int maxBody = Integer.MAX_VALUE;

  private final HttpServer server;

  public JaegerCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public synchronized List<JaegerSpan> spans() {
    return List.copyOf(spans);
  }

  /** What no Jaeger would have understood. */
  public synchronized List<String> malformed() {
    return List.copyOf(malformed);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
      Integer told = answers.poll();
      int status = told == null ? judge(exchange, body) : told;
      byte[] text = status == 202 ? new byte[0] : "why".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private int judge(HttpExchange exchange, byte[] body) {
    if (!exchange.getRequestURI().getPath().equals("/api/traces")) {
      return 404;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return 405;
    }
    if (body.length > maxBody) {
      return 413;
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!"application/x-thrift".equals(type)
        && !"application/vnd.apache.thrift.binary".equals(type)) {
      malformed.add("Unsupported content type: " + type);
      return 400;
    }
    try {
      Batch batch = batch(body);
      batch.getSpans().forEach(span -> spans.add(new JaegerSpan(batch.getProcess(), span)));
      return 202;
    } catch (TException e) {
      malformed.add("Unable to process request body: " + e);
      return 400;
    }
  }

  /** Reads a body. */
  static Batch batch(byte[] body) throws TException {
    Batch batch = new Batch();
    new TDeserializer(new TBinaryProtocol.Factory()).deserialize(batch, body);
    TMemoryBuffer written = new TMemoryBuffer(body.length);
    batch.write(new TBinaryProtocol(written));
    if (!Arrays.equals(body, Arrays.copyOf(written.getArray(), written.length()))) {
      throw new TException("not as Thrift writes it");
    }
    return batch;
  }
}
