package io.sonde.smoke.programs.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * Serves by the JDK's HTTP server, of which it says in its main method what it is like: a provider
 * of its own, and few headers of a request. Says {@code port <n>}, and ends at a line of stdin.
 */
public final class OwnHttpServer {
  private static final String SETTINGS = "sun.net.httpserver.";

  private OwnHttpServer() {}

  public static void main(String[] args) throws Exception {
    System.setProperty(
        "com.sun.net.httpserver.HttpServerProvider", OwnHttpServer.Provider.class.getName());
    System.setProperty(SETTINGS + "maxReqHeaders", "10");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, "hello"));
    server.createContext("/settings", exchange -> answer(exchange, settings()));
    server.start();
    System.out.println("by " + HttpServerProvider.provider().getClass().getSimpleName());
    System.out.println("port " + server.getAddress().getPort());
    System.in.read();
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String settings() {
    TreeMap<Object, Object> all = new TreeMap<>(System.getProperties());
    all.keySet().removeIf(key -> !key.toString().startsWith(SETTINGS));
    return all.toString();
  }

  /** The JDK's own, behind its back. */
  public static final class Provider extends HttpServerProvider {
    private final HttpServerProvider next;

    public Provider() throws ReflectiveOperationException {
      next =
          (HttpServerProvider)
              Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
                  .getDeclaredConstructor()
                  .newInstance();
    }

    @Override
    public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
      return next.createHttpServer(address, backlog);
    }

    @Override
    public HttpsServer createHttpsServer(InetSocketAddress address, int backlog)
        throws IOException {
      return next.createHttpsServer(address, backlog);
    }
  }
}
