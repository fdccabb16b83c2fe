package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/**
 * What a scrape says, as the official parser of OpenMetrics reads it (Debian package {@code
 * python3-prometheus-client}), which refuses a family that comes twice.
 */
public final class Exposed {
  private static final String PYTHON = "/usr/bin/python3";

  private static final String SCRIPT =
      """
      import sys
      from prometheus_client.openmetrics import parser
      seen = set()
      for f in parser.text_string_to_metric_families(sys.stdin.buffer.read().decode('utf-8')):
          if f.name in seen:
              raise ValueError('twice: ' + f.name)
          seen.add(f.name)
          for s in f.samples:
              labels = ','.join(k + '=' + v.replace('\\n', '\\\\n')
                              for k, v in sorted(s.labels.items()))
              sys.stdout.write(s.name + '{' + labels + '} ' + repr(float(s.value)) + '\\n')
      """;

  final String page;
  private final Map<String, String> samples = new HashMap<>();

  private Exposed(String page) throws Exception {
    this.page = page;
    Path said = Files.createTempFile("parsed", ".txt");
    Process python =
        new ProcessBuilder(PYTHON, "-c", SCRIPT)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    python.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    python.getOutputStream().close();
    assertEquals(0, python.waitFor(), () -> text(said));
    for (String line : text(said).split("\n")) {
      int space = line.lastIndexOf(' ');
      samples.put(line.substring(0, space), line.substring(space + 1));
    }
    Files.delete(said);
  }

  /** The samples that are not of the JVM or of the agent, for a message. */
  @Override
  public String toString() {
    return samples.entrySet().stream()
        .filter(
            sample -> !sample.getKey().matches("((jvm|sonde|process|target|system)_|.*_bucket).*"))
        .limit(100)
        .toList()
        .toString();
  }

  /** Scrapes once what the agent serves at that port, and parses it. */
  public static Exposed of(int port) throws Exception {
    return of(new Http(port));
  }

  /** Scrapes once, and parses it. */
  static Exposed of(Http http) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
    String accept = "application/openmetrics-text; version=1.0.0";
    HttpResponse<String> response =
        Await.until(
            "the agent's port",
            () -> {
              try {
                return http.get("/metrics", "Accept", accept);
              } catch (UncheckedIOException e) {
                return null;
              }
            },
            Objects::nonNull);
    assertEquals(200, response.statusCode());
    assertTrue(response.body().endsWith("# EOF\n"));
    return new Exposed(response.body());
  }

  /** The value of {@code name{label=value,…}}, labels sorted; null when there is none. */
  Double value(String sample) {
    String text = samples.get(sample);
    return text == null
        ? null
        : text.equals("nan") ? Double.NaN : text.equals("inf") ? 1 / 0.0 : Double.valueOf(text);
  }

  /** The sum of all samples of that name that have the labels, such as {@code le=+Inf}. */
  public double sum(String name, String... labels) {
    return samples.keySet().stream()
        .filter(sample -> sample.startsWith(name + "{"))
        .filter(sample -> Arrays.stream(labels).allMatch(sample::contains))
        .mapToDouble(this::value)
        .sum();
  }

  long count(String prefix) {
    return samples.keySet().stream().filter(sample -> sample.startsWith(prefix)).count();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
