package io.sonde.smoke.faults;

import io.sonde.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the agent tells of itself on its scrape endpoint. Thread safe. */
final class SelfMetrics {
  private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{.*})? ([-+.\\w]+)");
  private static final Pattern ACCOUNT =
      Pattern.compile("sonde_records_(\\w+?)(?:_total)?\\{.*destination=\"([^\"]+)\".*");
  private static final List<String> KINDS = List.of("produced", "delivered", "dropped", "queued");
  private static final int TIMEOUT_MILLIS = 5_000;

  private final int port;

  SelfMetrics(int port) {
    this.port = port;
  }

  /**
   * The account of one destination, all signals: {@code produced = delivered + dropped + queued}.
   */
  record Account(long produced, long delivered, long dropped, long queued) {
    boolean balanced() {
      return produced == delivered + dropped + queued;
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

  /** The accounts by destination, as one scrape has them. */
  Map<String, Account> accounts() {
    Map<String, long[]> sums = new TreeMap<>();
    samples()
        .forEach(
            (sample, value) -> {
              Matcher account = ACCOUNT.matcher(sample);
              if (account.matches()) {
                sums.computeIfAbsent(account.group(2), name -> new long[KINDS.size()])[
                        KINDS.indexOf(account.group(1))] +=
                    value.longValue();
              }
            });
    Map<String, Account> accounts = new TreeMap<>();
    sums.forEach((name, s) -> accounts.put(name, new Account(s[0], s[1], s[2], s[3])));
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
