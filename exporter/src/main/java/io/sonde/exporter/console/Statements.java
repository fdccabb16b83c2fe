package io.sonde.exporter.console;

import io.sonde.bootstrap.metrics.Histogram;
import io.sonde.bootstrap.metrics.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Database calls since the start, by what they do. Holds nothing: reads the histogram. */
final class Statements {
  private static final int MAX = 200;
  private static final int LABELS = 4;
  private static final int ERROR_TYPE = 6;

  private static final Comparator<Statement> MOST_TIME_FIRST =
      new Comparator<Statement>() {
        @Override
        public int compare(Statement a, Statement b) {
          return Double.compare(b.seconds, a.seconds);
        }
      };

  /** One statement on all servers, with all outcomes. */
  private static final class Statement {
    /** System, namespace, operation, summary. */
    final Object[] labels;

    final long[] buckets = new long[Buckets.COUNT];
    long errors;
    double seconds;

    Statement(Object[] labels) {
      this.labels = labels;
    }

    void write(Json json) {
      json.begin('{').name("system").value((String) labels[0]);
      json.name("namespace").value((String) labels[1]);
      json.name("operation").value((String) labels[2]);
      json.name("summary").value((String) labels[3]);
      json.name("count").value(Buckets.sum(buckets)).name("errors").value(errors);
      json.name("totalNanos").value((long) (seconds * 1e9));
      json.name("p95Nanos").value(Buckets.quantile(buckets, 0.95)).end('}');
    }
  }

  private Statements() {}

  static byte[] json() {
    Map<List<Object>, Statement> all = new HashMap<List<Object>, Statement>();
    for (Histogram.Series series : Metrics.DB_CLIENT_DURATION.all()) {
      Object[] labels = series.values();
      boolean failed = labels != null && labels[ERROR_TYPE] != null;
      Object[] key =
          labels == null
              ? new Object[] {"other", null, null, "other"}
              : Arrays.copyOf(labels, LABELS);
      Statement statement = all.get(Arrays.asList(key));
      if (statement == null) {
        statement = new Statement(key);
        all.put(Arrays.asList(key), statement);
      }
      long before = failed ? Buckets.sum(statement.buckets) : 0;
      statement.seconds += series.addTo(statement.buckets, Buckets.FIRST);
      statement.errors += failed ? Buckets.sum(statement.buckets) - before : 0;
    }
    List<Statement> sorted = new ArrayList<Statement>(all.values());
    Collections.sort(sorted, MOST_TIME_FIRST);
    Json json = new Json(16 * 1024).begin('{').name("statements").begin('[');
    for (int i = 0; i < sorted.size() && i < MAX; i++) {
      sorted.get(i).write(json);
    }
    return json.end(']').end('}').bytes();
  }
}
