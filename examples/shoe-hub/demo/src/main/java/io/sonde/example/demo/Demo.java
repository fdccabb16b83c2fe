package io.sonde.example.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Started by {@code run} beside the two services: waits for them, sends traffic, and follows one
 * request from a bucket of the latency histogram over its trace to its log lines.
 */
final class Demo {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration EXPORT_LIMIT = Duration.ofSeconds(15);

  private Demo() {}

  /** Options: {@code --once} (exit after the report), {@code --progress} (on a terminal). */
  public static void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    Receiver receiver = new Receiver(Integer.parseInt(System.getenv("OTLP_PORT")));
    String shop = "http://localhost:" + System.getenv("SHOP_PORT");
    String payment = "http://localhost:" + System.getenv("PAYMENT_PORT");
    awaitService(payment + "/payments/limit", System.getenv("PAYMENT_PID"));
    awaitService(shop + "/api/products", System.getenv("SHOP_PID"));

    int seconds = Integer.parseInt(System.getenv("TRAFFIC_SECONDS"));
    new Traffic(shop).send(seconds, options.contains("--progress"));

    String metrics = "http://localhost:%s/metrics".formatted(System.getenv("SHOP_METRICS_PORT"));
    boolean complete = report(Metrics.bucketsWithExemplar(metrics), receiver);
    System.out.printf("%nMetrics of shop     %s%n", metrics);
    System.out.printf(
        "Metrics of payment  http://localhost:%s/metrics%n", System.getenv("PAYMENT_METRICS_PORT"));
    System.out.printf("Shop                %s/api/products%n", shop);
    System.out.printf("Logs of both        %s/*.log%n", System.getenv("LOG_DIRECTORY"));
    if (!complete || options.contains("--once")) {
      System.exit(complete ? 0 : 1);
    }
    System.out.println("\nThe services keep running; Ctrl-C stops everything.");
  }

  private static void awaitService(String url, String pid) throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(START_LIMIT).build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && isAlive(pid)) {
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // Asked again below.
      }
      Thread.sleep(100);
    }
    System.err.println("Nothing answers at " + url);
    System.exit(1);
  }

  private static boolean isAlive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }

  /** False when no bucket leads to a trace over both services with log lines in time. */
  private static boolean report(List<String> buckets, Receiver receiver)
      throws InterruptedException {
    long deadline = System.nanoTime() + EXPORT_LIMIT.toNanos();
    List<Receiver.Trace> traces;
    do {
      Thread.sleep(200);
      traces =
          buckets.stream()
              .map(Metrics::traceId)
              .map(receiver::trace)
              .filter(Demo::isComplete)
              .toList();
    } while (traces.size() < buckets.size() && System.nanoTime() < deadline);
    if (traces.isEmpty()) {
      System.err.printf("None of %d exemplars leads to a trace with log lines%n", buckets.size());
      return false;
    }
    System.out.println("\nLatency of POST /orders: the buckets that name a trace\n");
    buckets.forEach(bucket -> System.out.println("  " + bucket));
    Report.print(Collections.max(traces, Comparator.comparing(Demo::weight)));
    return true;
  }

  private static boolean isComplete(Receiver.Trace trace) {
    List<String> names = trace.spans().stream().map(Span::name).toList();
    long loggers = trace.logs().stream().map(LogLine::service).distinct().count();
    return names.contains("POST /orders") && names.contains("POST /payments") && loggers == 2;
  }

  /** Failed requests tell most, slow ones more than fast ones. */
  private static long weight(Receiver.Trace trace) {
    boolean failed = trace.spans().stream().anyMatch(Span::failed);
    long nanos =
        trace.spans().stream().mapToLong(span -> span.end() - span.start()).max().orElse(0);
    return nanos + (failed ? Duration.ofHours(1).toNanos() : 0);
  }
}
