package io.sonde.smoke.programs.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HTTP clients against a server that never answers, answers slowly, or hangs up; says
 * what the application sees of it, which does not depend on time. Ends at a line.
 */
public final class ClientFaults {
  private static final LinkedBlockingQueue<String> SERVER = new LinkedBlockingQueue<>();
  private static URI uri;

  private ClientFaults() {}

  private interface Call {
    Object make() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    Thread accepting = new Thread(() -> accept(server));
    accepting.setDaemon(true);
    accepting.start();
    HttpClient client = HttpClient.newHttpClient();
    for (int round = 0; round < 5; round++) {
      SERVER.clear();
      cancelled(client);
      say("time-out", () -> client.send(get("never", 100), BodyHandlers.ofString()));
      awaitServer("left");
      interrupted(client);
      say("hung up", () -> client.send(get("hangup", 0), BodyHandlers.ofString()));
      say("handler", () -> client.send(get("ok", 0), info -> throwing()));
      say("callback", () -> callback(client));
      say("slow", () -> client.send(get("slow", 0), BodyHandlers.ofString()).body().length());
      say("read time-out", ClientFaults::readTimeout);
      say("refused", () -> client.send(refused(), BodyHandlers.ofString()));
    }
    System.out.println("port 0");
    System.in.read();
  }

  private static void say(String name, Call call) {
    String outcome;
    try {
      outcome = String.valueOf(call.make());
    } catch (Throwable t) {
      StringBuilder chain = new StringBuilder();
      for (Throwable each = t; each != null; each = each.getCause()) {
        chain.append(each.getClass().getName()).append(' ');
      }
      outcome = chain.toString();
    }
    System.out.println(name + ": " + outcome);
  }

  private static HttpRequest get(String path, int timeoutMillis) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path));
    return (timeoutMillis == 0 ? request : request.timeout(Duration.ofMillis(timeoutMillis)))
        .build();
  }

  private static HttpRequest refused() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + free.getLocalPort())).build();
    }
  }

  /** The server sees the end of the connection. */
  private static void cancelled(HttpClient client) throws InterruptedException {
    CompletableFuture<HttpResponse<String>> future =
        client.sendAsync(get("never", 0), BodyHandlers.ofString());
    awaitServer("asked");
    System.out.println("cancel " + future.cancel(true));
    awaitServer("left");
    // Alone or as a cause, which is a matter of time.
    try {
      future.get();
    } catch (CancellationException e) {
      System.out.println("cancelled");
    } catch (ExecutionException e) {
      System.out.println(e.getCause() instanceof CancellationException ? "cancelled" : "failed");
    }
  }

  private static void awaitServer(String what) throws InterruptedException {
    String seen;
    do {
      seen = SERVER.poll(20, TimeUnit.SECONDS);
    } while (seen != null && !seen.equals(what));
    System.out.println("server " + seen);
  }

  private static void interrupted(HttpClient client) throws InterruptedException {
    Thread caller =
        new Thread(
            () -> say("interrupted", () -> client.send(get("never", 0), BodyHandlers.ofString())));
    caller.start();
    awaitServer("asked");
    caller.interrupt();
    caller.join();
  }

  private static <T> HttpResponse.BodySubscriber<T> throwing() {
    throw new IllegalStateException("from the application's handler");
  }

  private static Object callback(HttpClient client) throws Exception {
    return client
        .sendAsync(get("ok", 0), BodyHandlers.ofString())
        .thenApply(
            response -> {
              throw new IllegalArgumentException("from a callback");
            })
        .get();
  }

  private static Object readTimeout() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) uri.resolve("never").toURL().openConnection();
    connection.setReadTimeout(100);
    return connection.getResponseCode();
  }

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket));
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // Ended.
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      for (int b = in.read(); b >= 0; b = in.read()) {
        head.append((char) b);
        if (head.indexOf("\r\n\r\n") < 0) {
          continue;
        }
        if (head.indexOf("/never") > 0) {
          SERVER.add("asked");
          SERVER.add(in.read() < 0 ? "left" : "more");
          return;
        }
        if (head.indexOf("/hangup") > 0) {
          return;
        }
        OutputStream out = socket.getOutputStream();
        out.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 20; i++) {
          out.write('x');
          if (head.indexOf("/slow") > 0) {
            out.flush();
            Thread.sleep(5);
          }
        }
        head.setLength(0);
      }
    } catch (IOException | InterruptedException e) {
      SERVER.add("left");
    }
  }
}
