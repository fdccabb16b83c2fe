package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypeTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OM = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String OM001 = "application/openmetrics-text; version=0.0.1; charset=utf-8";
  private static final String PROTO =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
  private static final String TEXT1 = "text/plain; version=1.0.0; charset=utf-8";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Prometheus 2.42, without and with native histograms.
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OM",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | PROTO",
        // Prometheus 3.
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OM; escaping=allow-utf-8",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.7,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.2 | PROTO; escaping=allow-utf-8",
        "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.2 | TEXT1; escaping=allow-utf-8",
        "text/plain;version=1.0.0;escaping=dots | TEXT1; escaping=dots",
        "text/plain;version=1.0.0;escaping=values | TEXT1; escaping=values",
        "text/plain;version=1.0.0;escaping=underscores | TEXT1; escaping=underscores",
        "text/plain;version=1.0.0 | TEXT1; escaping=underscores",
        "text/plain;version=1.0.0;escaping=runes | TEXT1; escaping=underscores",
        "text/plain;version=0.0.4;escaping=allow-utf-8 | TEXT",
        "application/openmetrics-text;version=1.0.0;escaping=values | OM; escaping=values",
        "application/openmetrics-text;version=0.0.1;escaping=allow-utf-8 | OM001",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8 | TEXT",
        "application/openmetrics-text;version=\"0.0.1\" | OM001",
        "application/openmetrics-text; charset=utf-8 | OM",
        "application/openmetrics-text;version=2.0.0 | TEXT",
        "application/openmetrics-text;q=0, text/plain | TEXT",
        "application/openmetrics-text;q=0.2, text/plain;q=0.3 | TEXT",
        "application/openmetrics-text;q=x | TEXT",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text | TEXT",
        "application/vnd.google.protobuf | TEXT",
        "application/json | TEXT",
        ",;=,;;q= | TEXT",
        " | TEXT",
      })
  void negotiate(String accept, String expected) {
    int end = expected.indexOf(';');
    String type = end < 0 ? expected : expected.substring(0, end);
    String header =
        switch (type) {
              case "OM" -> OM;
              case "OM001" -> OM001;
              case "PROTO" -> PROTO;
              case "TEXT1" -> TEXT1;
              default -> TEXT;
            }
            + expected.substring(type.length());
    assertEquals(header, ContentType.negotiate(accept).header());
  }
}
