package io.sonde.exporter.prometheus;

/**
 * OpenMetrics 1.0. Without {@code _created}: Prometheus would keep it as one more series for each
 * series.
 */
final class OpenMetricsWriter extends TextWriter {
  OpenMetricsWriter(int capacity, Spelling spelling) {
    super(capacity, spelling);
  }

  @Override
  void header(Family family, String sampleName) {
    int suffix = family.sampleName().length() - family.name.length();
    String name = sampleName.substring(0, sampleName.length() - suffix);
    line("TYPE", name, family.type.text);
    if (!family.unit.isEmpty() && Names.endsWithWord(name, family.unit)) {
      line("UNIT", name, family.unit);
    }
    help(name, family.help, true);
  }

  @Override
  void exemplar(Exemplar exemplar) {
    out.append(" # {trace_id=\"").append(exemplar.traceId);
    out.append("\",span_id=\"").append(exemplar.spanId).append("\"} ");
    FloatText.append(out, exemplar.value);
    long millis = exemplar.epochNanos / 1_000_000;
    out.append(' ').append(millis / 1000).append('.');
    // 1000 + n has the leading zeros of n after its first digit.
    out.append(String.valueOf(1000 + millis % 1000), 1, 4);
  }

  @Override
  void end() {
    out.append("# EOF\n");
  }
}
