package io.sonde.smoke.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks two servers the same and compares what they answer, byte by byte (invariant G1 of the
 * matrix): status, headers but the date, body.
 */
final class Load {
  /** What no output of the agent may contain: it is in header, query, SQL and form. */
  static final String CANARY = "S3CR3T-";

  private static final int CONNECTIONS = 4;

  /** An agent that is broken on purpose may have the application answer never. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int TOLD = 5;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int goldenPort;
  private final int port;

  Load(int goldenPort, int port) {
    this.goldenPort = goldenPort;
    this.port = port;
  }

  /** Sends {@code requests} of all kinds to both, on a few connections. */
  void run(int requests) {
    AtomicInteger next = new AtomicInteger();
    ConcurrentLinkedQueue<String> differences = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = next.getAndIncrement();
                    n < requests && differences.size() < TOLD;
                    n = next.getAndIncrement()) {
                  String difference = difference(n);
                  if (difference != null) {
                    differences.add(difference);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    if (!differences.isEmpty()) {
      throw new AssertionError("other answers with the agent: " + differences);
    }
  }

  private String difference(int n) {
    String golden = answer(goldenPort, n);
    String watched = answer(port, n);
    return golden.equals(watched)
        ? null
        : "request %d: %s%nwithout the agent: %s%nwith it: %s"
            .formatted(n, path(n), golden, watched);
  }

  private String answer(int port, int n) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path(n)))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + CANARY + "header-" + n)
            .header("Cookie", "session=" + CANARY + "cookie-" + n);
    if (path(n).equals("/post")) {
      String body = "password=" + CANARY + "form-" + n + "&filler=" + "x".repeat(n % 5000);
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
      headers.remove("date");
      String body = response.body().replace(":" + port, ":PORT");
      return response.statusCode() + " " + headers + "\n" + body;
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  private static String path(int n) {
    return switch (n % 12) {
      case 0 -> "/hello?token=" + CANARY + "query-" + n;
      case 1 -> "/db?n=" + n;
      case 2 -> "/sql?sql=SELECT%20%27CANARY%27%20FROM%20items%20WHERE%20id=1";
      case 3 -> "/redis?n=" + n;
      case 4 -> "/log?n=" + n;
      case 5 -> "/client?n=" + n;
      case 6 -> "/async?n=" + n;
      case 7 -> "/post";
      case 8 -> "/headers?n=" + n;
      case 9 -> "/status?n=" + (n % 2 == 0 ? 404 : 503);
      case 10 -> "/throw?n=" + n;
      default -> "/hello/" + n;
    };
  }
}
