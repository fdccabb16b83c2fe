package io.sonde.smoke.faults;

import io.sonde.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the agent tells of itself on its scrape endpoint. Thread safe. */
final class SelfMetrics {
  private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{.*})? ([-+.\\w]+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final String RECORDS = "sonde_records_";
  private static final int TIMEOUT_MILLIS = 5_000;

  private final int port;

  SelfMetrics(int port) {
    this.port = port;
  }

  /** The account of one signal at one destination, in records, {@code dropped} by reason. */
  record Account(long produced, long delivered, Map<String, Long> dropped, long queued) {
    long lost() {
      return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    long dropped(String reason) {
      return dropped.getOrDefault(reason, 0L);
    }

    boolean balanced() {
      return produced == delivered + lost() + queued;
    }
  }

  /** The exposition, or nothing where the endpoint does not answer. */
  Optional<String> read() {
    try {
      var connection = new URL("http://127.0.0.1:" + port + "/metrics").openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try (InputStream in = connection.getInputStream()) {
        return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** How many bytes an exposition is on the wire when compression is asked for. */
  int compressedBytes() {
    try {
      var connection = new URL("http://127.0.0.1:" + port + "/metrics").openConnection();
      connection.setRequestProperty("Accept-Encoding", "gzip");
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try (InputStream in = connection.getInputStream()) {
        int bytes = in.readAllBytes().length;
        if (!"gzip".equals(connection.getContentEncoding())) {
          throw new AssertionError("not compressed");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The sum of all series of a counter, such as {@code sonde_advice_failures_total}, that have the
   * labels.
   */
  long sum(String name, String... labels) {
    return samples().entrySet().stream()
        .filter(sample -> sample.getKey().split("\\{", 2)[0].equals(name))
        .filter(sample -> Arrays.stream(labels).allMatch(sample.getKey()::contains))
        .mapToLong(sample -> sample.getValue().longValue())
        .sum();
  }

  /** The accounts by destination and signal, such as {@code loki logs}, as one scrape has them. */
  Map<String, Account> accounts() {
    Map<String, Map<String, Long>> dropped = new TreeMap<>();
    Map<String, Map<String, Long>> sums = new TreeMap<>();
    samples()
        .forEach(
            (sample, value) -> {
              if (sample.startsWith(RECORDS)) {
                Map<String, String> labels = new TreeMap<>();
                LABEL.matcher(sample).results().forEach(l -> labels.put(l.group(1), l.group(2)));
                String key = labels.get("destination") + " " + labels.get("signal");
                String kind = sample.substring(RECORDS.length(), sample.indexOf('{'));
                if (labels.containsKey("reason")) {
                  dropped
                      .computeIfAbsent(key, k -> new TreeMap<>())
                      .put(labels.get("reason"), value.longValue());
                } else {
                  sums.computeIfAbsent(key, k -> new TreeMap<>())
                      .put(kind.replace("_total", ""), value.longValue());
                }
              }
            });
    Map<String, Account> accounts = new TreeMap<>();
    sums.forEach(
        (key, of) ->
            accounts.put(
                key,
                new Account(
                    of.getOrDefault("produced", 0L),
                    of.getOrDefault("delivered", 0L),
                    dropped.getOrDefault(key, Map.of()),
                    of.getOrDefault("queued", 0L))));
    return accounts;
  }

  /** Awaits that nothing is queued any more, and gives the accounts then. */
  Map<String, Account> awaitSettled() {
    return Await.until(
        "empty queues",
        this::accounts,
        accounts ->
            !accounts.isEmpty() && accounts.values().stream().allMatch(a -> a.queued() == 0));
  }

  private Map<String, Double> samples() {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : read().orElse("").split("\n")) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String labels = sample.group(2) == null ? "" : sample.group(2);
        samples.put(sample.group(1) + labels, Double.parseDouble(sample.group(3)));
      }
    }
    return samples;
  }
}
