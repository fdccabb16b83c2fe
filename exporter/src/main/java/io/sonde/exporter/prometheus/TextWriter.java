package io.sonde.exporter.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text format 0.0.4. For one exposition, by one thread. */
class TextWriter {
  final StringBuilder out;
  private double[] bounds = {};
  private String[] boundTexts = {"+Inf"};

  /**
   * @param capacity characters to start with
   */
  TextWriter(int capacity) {
    out = new StringBuilder(capacity);
  }

  final byte[] write(Iterable<Family> families) {
    for (Family family : families) {
      if (!family.isEmpty()) {
        header(family);
        for (Series series : family.series()) {
          write(family, series);
        }
      }
    }
    end();
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  void header(Family family) {
    String name = family.sampleName();
    help(name, family.help, false);
    line("TYPE", name, family.type == Family.Type.INFO ? "gauge" : family.type.text);
  }

  /** After a bucket. */
  void exemplar(Exemplar exemplar) {}

  void end() {}

  final void help(String name, String help, boolean quotes) {
    if (!help.isEmpty()) {
      out.append("# HELP ").append(name).append(' ');
      Escape.append(out, help, quotes);
      out.append('\n');
    }
  }

  final void line(String keyword, String name, String text) {
    out.append("# ").append(keyword).append(' ').append(name).append(' ').append(text).append('\n');
  }

  private void write(Family family, Series series) {
    Distribution distribution = series.distribution;
    if (distribution == null) {
      sample(family.sampleName(), "", series.labels);
      number(series.value);
      return;
    }
    if (family.type == Family.Type.HISTOGRAM) {
      buckets(family.name, series.labels, distribution);
    } else {
      quantiles(family.name, series.labels, distribution);
    }
    sample(family.name, "_sum", series.labels);
    number(distribution.sum);
    sample(family.name, "_count", series.labels);
    out.append(distribution.count).append('\n');
  }

  private void buckets(String name, Labels labels, Distribution distribution) {
    format(distribution.bounds);
    String prefix = null;
    long cumulative = 0;
    for (int i = 0; i < distribution.buckets.length; i++) {
      prefix = open(prefix, name, "_bucket", labels, "le");
      cumulative += distribution.buckets[i];
      out.append(boundTexts[i]).append("\"} ").append(cumulative);
      if (distribution.exemplars[i] != null) {
        exemplar(distribution.exemplars[i]);
      }
      out.append('\n');
    }
  }

  private void quantiles(String name, Labels labels, Distribution distribution) {
    String prefix = null;
    for (int i = 0; i < distribution.quantiles.length; i++) {
      prefix = open(prefix, name, "", labels, "quantile");
      out.append(FloatText.canonical(distribution.quantiles[i])).append("\"} ");
      number(distribution.quantileValues[i]);
    }
  }

  /**
   * A sample up to the value of its last label. The labels of a series are escaped for its first
   * bucket, and copied for the others.
   */
  private String open(String prefix, String name, String suffix, Labels labels, String last) {
    if (prefix != null) {
      out.append(prefix);
      return prefix;
    }
    int start = out.length();
    out.append(name).append(suffix).append('{');
    append(labels);
    out.append(labels.size() == 0 ? "" : ",").append(last).append("=\"");
    return out.substring(start);
  }

  private void sample(String name, String suffix, Labels labels) {
    out.append(name).append(suffix);
    if (labels.size() > 0) {
      out.append('{');
      append(labels);
      out.append('}');
    }
    out.append(' ');
  }

  private void append(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      out.append(i == 0 ? "" : ",").append(labels.name(i)).append("=\"");
      Escape.append(out, labels.value(i), true);
      out.append('"');
    }
  }

  private void number(double value) {
    FloatText.append(out, value);
    out.append('\n');
  }

  private void format(double[] newBounds) {
    if (newBounds == bounds) {
      return;
    }
    bounds = newBounds;
    boundTexts = new String[newBounds.length + 1];
    Arrays.fill(boundTexts, "+Inf");
    for (int i = 0; i < newBounds.length; i++) {
      boundTexts[i] = FloatText.canonical(newBounds[i]);
    }
  }
}
