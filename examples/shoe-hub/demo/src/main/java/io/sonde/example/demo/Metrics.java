package io.sonde.example.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The latency histogram of {@code POST /orders}, of which each bucket can name a trace. */
final class Metrics {
  private static final String FAMILY = "http_server_request_duration_seconds";
  private static final Pattern EXEMPLAR = Pattern.compile(" # \\{.*trace_id=\"([0-9a-f]{32})\"");

  private Metrics() {}

  /** Scrapes {@code url} and returns the lines of the buckets that hold an exemplar. */
  static List<String> bucketsWithExemplar(String url) throws IOException, InterruptedException {
    HttpRequest scrape =
        HttpRequest.newBuilder(URI.create(url))
            // Exemplars exist in OpenMetrics, not in the older text format.
            .header("Accept", "application/openmetrics-text;version=1.0.0")
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient()
        .send(scrape, BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith(FAMILY + "_bucket{"))
        .filter(line -> line.contains("http_route=\"/orders\""))
        .filter(line -> EXEMPLAR.matcher(line).find())
        .toList();
  }

  static String traceId(String bucket) {
    Matcher exemplar = EXEMPLAR.matcher(bucket);
    exemplar.find();
    return exemplar.group(1);
  }
}
