package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The parsers of the project's own Python client (Debian package {@code python3-prometheus-client})
 * find in the text formats the numbers that the protobuf format has. Skipped where it is missing.
 */
class OfficialParserTest {
  private static final String PYTHON = "/usr/bin/python3";

  /** Writes name, labels, value and, where there is one, the exemplar, one sample a line. */
  private static final String SCRIPT =
      """
      import sys
      from prometheus_client.openmetrics import parser as openmetrics
      from prometheus_client import parser as text
      parser = openmetrics if sys.argv[1] == 'openmetrics' else text
      page = sys.stdin.buffer.read().decode('utf-8')
      for family in parser.text_string_to_metric_families(page):
          for s in family.samples:
              exemplar = getattr(s, 'exemplar', None)
              seen = '' if exemplar is None else str(sorted(exemplar.labels.items()))
              labels = ','.join(k + '=' + v.encode('unicode_escape').decode()
                                for k, v in sorted(s.labels.items()))
              sys.stdout.write(s.name + '|' + labels + '|' + float(s.value).hex() + '|' + seen + '\\n')
      """;

  private static List<MetricData> metrics() {
    List<MetricData> metrics = new ArrayList<>(TestMetrics.shop(2));
    Attributes odd = Attributes.builder().put("a.b", "q\"\\\n#{} =,é花😱").put("le", "1").build();
    metrics.add(TestMetrics.gauge("odd.gauge", "By", odd, Double.NEGATIVE_INFINITY));
    metrics.add(TestMetrics.gauge("odd.number", "1", odd, 1.7976931348623157e308));
    metrics.add(TestMetrics.gauge("odd.fraction", "%", odd, 0.1));
    metrics.add(new TestMetrics.Durations("odd.duration", "ms").record(odd, 1e-9, 5e7).explicit());
    return metrics;
  }

  private static byte[] render(String accept) {
    return TestMetrics.exposition(OfficialParserTest::metrics, true).render(accept, null).body();
  }

  /** What the official parser reads: sample to value and exemplar. */
  private static Map<String, String> parsed(String format, byte[] page) throws Exception {
    Process python =
        new ProcessBuilder(PYTHON, "-c", SCRIPT, format).redirectErrorStream(true).start();
    python.getOutputStream().write(page);
    python.getOutputStream().close();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), said);
    Map<String, String> samples = new TreeMap<>();
    said.lines()
        .forEach(
            line -> {
              String[] parts = line.split("\\|", -1);
              samples.put(parts[0] + "|" + parts[1], hex(parts[2]) + parts[3]);
            });
    return samples;
  }

  private static String hex(String python) {
    return python.contains("x")
        ? String.valueOf(Double.parseDouble(python))
        : String.valueOf(
            python.equals("inf")
                ? Double.POSITIVE_INFINITY
                : python.equals("-inf") ? Double.NEGATIVE_INFINITY : Double.NaN);
  }

  /** The same samples, out of the protobuf format. */
  private static Map<String, String> expected(boolean exemplars) throws IOException {
    InputStream in =
        new ByteArrayInputStream(
            render(
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"));
    Map<String, String> samples = new TreeMap<>();
    for (Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
        family != null;
        family = Metrics.MetricFamily.parseDelimitedFrom(in)) {
      for (Metrics.Metric metric : family.getMetricList()) {
        add(samples, family.getName(), metric, exemplars);
      }
    }
    return samples;
  }

  private static void add(
      Map<String, String> samples, String name, Metrics.Metric metric, boolean exemplars) {
    Map<String, String> labels = new TreeMap<>();
    metric.getLabelList().forEach(label -> labels.put(label.getName(), label.getValue()));
    if (metric.hasCounter()) {
      String exemplar =
          exemplars && metric.getCounter().hasExemplar()
              ? exemplar(metric.getCounter().getExemplar())
              : "";
      samples.put(key(name, labels), metric.getCounter().getValue() + exemplar);
    } else if (metric.hasGauge()) {
      samples.put(key(name, labels), String.valueOf(metric.getGauge().getValue()));
    } else if (metric.hasSummary()) {
      samples.put(key(name + "_sum", labels), "" + metric.getSummary().getSampleSum());
      samples.put(key(name + "_count", labels), metric.getSummary().getSampleCount() + ".0");
      for (Metrics.Quantile quantile : metric.getSummary().getQuantileList()) {
        Map<String, String> with = new TreeMap<>(labels);
        with.put("quantile", "" + quantile.getQuantile());
        samples.put(key(name, with), "" + quantile.getValue());
      }
    } else {
      Metrics.Histogram histogram = metric.getHistogram();
      samples.put(key(name + "_sum", labels), "" + histogram.getSampleSum());
      samples.put(key(name + "_count", labels), histogram.getSampleCount() + ".0");
      for (Metrics.Bucket bucket : histogram.getBucketList()) {
        Map<String, String> with = new TreeMap<>(labels);
        double bound = bucket.getUpperBound();
        with.put("le", Double.isInfinite(bound) ? "+Inf" : "" + bound);
        String exemplar = exemplars && bucket.hasExemplar() ? exemplar(bucket.getExemplar()) : "";
        samples.put(key(name + "_bucket", with), bucket.getCumulativeCount() + ".0" + exemplar);
      }
    }
  }

  private static String exemplar(Metrics.Exemplar exemplar) {
    List<String> labels = new ArrayList<>();
    exemplar
        .getLabelList()
        .forEach(label -> labels.add("('" + label.getName() + "', '" + label.getValue() + "')"));
    return labels.stream().sorted().toList().toString();
  }

  private static String key(String name, Map<String, String> labels) {
    StringBuilder key = new StringBuilder(name).append('|');
    labels.forEach(
        (label, value) ->
            key.append(key.charAt(key.length() - 1) == '|' ? "" : ",")
                .append(label)
                .append('=')
                .append(unicodeEscaped(value)));
    return key.toString();
  }

  /** As Python's codec of that name. */
  private static String unicodeEscaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                escaped.append("\\n");
              } else if (c == '\\') {
                escaped.append("\\\\");
              } else if (c < 127) {
                escaped.append((char) c);
              } else {
                escaped.append(
                    String.format(c < 256 ? "\\x%02x" : c < 65536 ? "\\u%04x" : "\\U%08x", c));
              }
            });
    return escaped.toString();
  }

  private static void assumeParser() throws Exception {
    assumeTrue(new java.io.File(PYTHON).canExecute(), "no " + PYTHON);
    Process python = new ProcessBuilder(PYTHON, "-c", "import prometheus_client").start();
    assumeTrue(python.waitFor() == 0, "no prometheus_client (python3-prometheus-client)");
  }

  @Test
  void openMetrics() throws Exception {
    assumeParser();
    Map<String, String> expected = expected(true);
    assertEquals(
        expected, parsed("openmetrics", render("application/openmetrics-text;version=1.0.0")));
    assertTrue(expected.values().stream().anyMatch(v -> v.contains(TestMetrics.TRACE)));
  }

  @Test
  void text() throws Exception {
    assumeParser();
    assertEquals(expected(false), parsed("text", render(null)));
  }
}
