package io.sonde.exporter.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text formats 0.0.4 and, where a name needs quotes, 1.0.0. For one exposition, by one thread.
 */
class TextWriter {
  final StringBuilder out;
  final Spelling spelling;
  private double[] bounds = {};
  private String[] boundTexts = {"+Inf"};

  /**
   * @param capacity characters to start with
   */
  TextWriter(int capacity, Spelling spelling) {
    out = new StringBuilder(capacity);
    this.spelling = spelling;
  }

  final byte[] write(Iterable<Family> families) {
    for (Family family : families) {
      if (!family.isEmpty()) {
        String name = spelling.sampleName(family);
        header(family, name);
        for (int i = 0; i < family.size(); i++) {
          Series series = family.get(i);
          write(family, name, series);
        }
      }
    }
    end();
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param name of its samples, but for the suffixes of a distribution
   */
  void header(Family family, String name) {
    help(name, family.help, false);
    line("TYPE", name, family.type == Family.Type.INFO ? "gauge" : family.type.text);
  }

  /** After a bucket or a counter. */
  void exemplar(Exemplar exemplar) {}

  void end() {}

  final void help(String name, String help, boolean quotes) {
    if (!help.isEmpty()) {
      out.append("# HELP ");
      name(name);
      out.append(' ');
      Escape.append(out, help, quotes);
      out.append('\n');
    }
  }

  final void line(String keyword, String name, String text) {
    out.append("# ").append(keyword).append(' ');
    name(name);
    out.append(' ').append(text).append('\n');
  }

  private void write(Family family, String name, Series series) {
    Distribution distribution = series.distribution;
    if (distribution == null) {
      sample(family, name, "", series.labels);
      FloatText.append(out, series.value);
      if (series.exemplar != null) {
        exemplar(series.exemplar);
      }
      out.append('\n');
      return;
    }
    if (family.type == Family.Type.HISTOGRAM) {
      buckets(family, name, series.labels, distribution);
    } else {
      quantiles(family, name, series.labels, distribution);
    }
    sample(family, name, "_sum", series.labels);
    number(distribution.sum);
    sample(family, name, "_count", series.labels);
    out.append(distribution.count).append('\n');
  }

  private void buckets(Family family, String name, Labels labels, Distribution distribution) {
    format(distribution.bounds);
    String prefix = null;
    long cumulative = 0;
    for (int i = 0; i < distribution.buckets.length; i++) {
      prefix = open(prefix, family, name, "_bucket", labels, "le");
      cumulative += distribution.buckets[i];
      out.append(boundTexts[i]).append("\"} ").append(cumulative);
      if (distribution.exemplars[i] != null) {
        exemplar(distribution.exemplars[i]);
      }
      out.append('\n');
    }
  }

  private void quantiles(Family family, String name, Labels labels, Distribution distribution) {
    String prefix = null;
    for (int i = 0; i < distribution.quantiles.length; i++) {
      prefix = open(prefix, family, name, "", labels, "quantile");
      out.append(FloatText.canonical(distribution.quantiles[i])).append("\"} ");
      number(distribution.quantileValues[i]);
    }
  }

  /**
   * A sample up to the value of its last label. The labels of a series are escaped for its first
   * bucket, and copied for the others.
   */
  private String open(
      String prefix, Family family, String name, String suffix, Labels labels, String last) {
    if (prefix != null) {
      out.append(prefix);
      return prefix;
    }
    int start = out.length();
    boolean first = begin(name, suffix);
    append(family, labels, first);
    out.append(first && labels.size() == 0 ? "" : ",").append(last).append("=\"");
    return out.substring(start);
  }

  private void sample(Family family, String name, String suffix, Labels labels) {
    boolean first = begin(name, suffix);
    if (first && labels.size() == 0) {
      out.setLength(out.length() - 1);
    } else {
      append(family, labels, first);
      out.append('}');
    }
    out.append(' ');
  }

  /**
   * A name and the brace behind it; one that needs quotes goes into the braces.
   *
   * @return whether nothing is in the braces yet
   */
  private boolean begin(String name, String suffix) {
    boolean plain = EscapingScheme.isLegacy(name);
    if (plain) {
      out.append(name).append(suffix).append('{');
    } else {
      out.append("{\"");
      Escape.append(out, name, true);
      out.append(suffix).append('"');
    }
    return plain;
  }

  private void append(Family family, Labels labels, boolean first) {
    for (int i = 0; i < labels.size(); i++) {
      out.append(first && i == 0 ? "" : ",");
      labelName(spelling.label(family, labels.name(i)));
      out.append("=\"");
      Escape.append(out, labels.value(i), true);
      out.append('"');
    }
  }

  private void labelName(String name) {
    // A colon is for names of metrics only.
    if (name.indexOf(':') >= 0) {
      quoted(name);
    } else {
      name(name);
    }
  }

  private void name(String name) {
    if (EscapingScheme.isLegacy(name)) {
      out.append(name);
    } else {
      quoted(name);
    }
  }

  private void quoted(String name) {
    out.append('"');
    Escape.append(out, name, true);
    out.append('"');
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
