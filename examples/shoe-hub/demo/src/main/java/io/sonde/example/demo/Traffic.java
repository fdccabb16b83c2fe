package io.sonde.example.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What customers do: of ten requests four order shoes, four look at a user, two at the shoes. */
final class Traffic {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 40;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String shop;
  private int sent;
  private int failed;

  Traffic(String shop) {
    this.shop = shop;
  }

  /** Sends requests one after the other; {@code progress} rewrites one line on the terminal. */
  void send(int seconds, boolean progress) throws InterruptedException {
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < seconds) {
      if (!answered(next())) {
        failed++;
      }
      sent++;
      Thread.sleep(PAUSE_MILLIS);
      elapsed = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      if (progress) {
        System.out.print("\r" + summary(elapsed, seconds));
      }
    }
    System.out.println((progress ? "\r" : "") + summary(elapsed, seconds));
  }

  private boolean answered(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() < 500;
    } catch (IOException timeoutOrGone) {
      return false;
    }
  }

  private String summary(long elapsed, int seconds) {
    return "Traffic: %d of %d s, %d requests, %d failed".formatted(elapsed, seconds, sent, failed);
  }

  private HttpRequest next() {
    return switch (sent % 5) {
      case 0, 1 -> order(sent % 4 + 1);
      case 2, 3 -> get("/api/users/" + (sent % 6 + 1));
      default -> get("/api/products");
    };
  }

  private HttpRequest order(int item) {
    String json = "{\"items\":[\"item-%d\"],\"total\":%d}".formatted(item, item * 25_000);
    return request("/orders")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build();
  }

  private HttpRequest get(String path) {
    return request(path).build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(shop + path)).timeout(TIMEOUT);
  }
}
