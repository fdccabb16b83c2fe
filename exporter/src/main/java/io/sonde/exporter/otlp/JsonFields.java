package io.sonde.exporter.otlp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that our encoders write, by message, with their names in OTLP/JSON. A type is that of
 * the .proto files, {@code hex} for ids, or another message; a star marks what is repeated, which
 * numbers are packed.
 */
final class JsonFields {
  static final class Field {
    final int number;
    final String name;
    final String type;
    final boolean repeated;

    Field(String line) {
      int first = line.indexOf(' ');
      int second = line.indexOf(' ', first + 1);
      repeated = line.endsWith("*");
      number = Integer.parseInt(line.substring(0, first));
      name = line.substring(first + 1, second);
      type = line.substring(second + 1, line.length() - (repeated ? 1 : 0));
    }
  }

  private static final Map<String, List<Field>> MESSAGES = new HashMap<String, List<Field>>();

  static {
    message("traces", "1 resourceSpans ResourceSpans*");
    message("ResourceSpans", "1 resource Resource", "2 scopeSpans ScopeSpans*");
    message("ScopeSpans", "1 scope Scope", "2 spans Span*");
    message(
        "Span",
        "1 traceId hex",
        "2 spanId hex",
        "3 traceState string",
        "4 parentSpanId hex",
        "5 name string",
        "6 kind enum",
        "7 startTimeUnixNano fixed64",
        "8 endTimeUnixNano fixed64",
        "9 attributes KeyValue*",
        "10 droppedAttributesCount uint32",
        "11 events Event*",
        "15 status Status",
        "16 flags fixed32");
    message("Event", "1 timeUnixNano fixed64", "2 name string", "3 attributes KeyValue*");
    message("Status", "3 code enum");

    message("logs", "1 resourceLogs ResourceLogs*");
    message("ResourceLogs", "1 resource Resource", "2 scopeLogs ScopeLogs*");
    message("ScopeLogs", "1 scope Scope", "2 logRecords LogRecord*");
    message(
        "LogRecord",
        "1 timeUnixNano fixed64",
        "2 severityNumber enum",
        "3 severityText string",
        "5 body AnyValue",
        "6 attributes KeyValue*",
        "8 flags fixed32",
        "9 traceId hex",
        "10 spanId hex",
        "11 observedTimeUnixNano fixed64",
        "12 eventName string");

    message("metrics", "1 resourceMetrics ResourceMetrics*");
    message("ResourceMetrics", "1 resource Resource", "2 scopeMetrics ScopeMetrics*");
    message("ScopeMetrics", "1 scope Scope", "2 metrics Metric*");
    message(
        "Metric",
        "1 name string",
        "2 description string",
        "3 unit string",
        "5 gauge Gauge",
        "7 sum Sum",
        "9 histogram Histogram",
        "10 exponentialHistogram ExponentialHistogram",
        "11 summary Summary");
    message("Gauge", "1 dataPoints NumberDataPoint*");
    message(
        "Sum",
        "1 dataPoints NumberDataPoint*",
        "2 aggregationTemporality enum",
        "3 isMonotonic bool");
    message("Histogram", "1 dataPoints HistogramDataPoint*", "2 aggregationTemporality enum");
    message(
        "ExponentialHistogram",
        "1 dataPoints ExponentialHistogramDataPoint*",
        "2 aggregationTemporality enum");
    message("Summary", "1 dataPoints SummaryDataPoint*");
    message(
        "SummaryDataPoint",
        "7 attributes KeyValue*",
        "2 startTimeUnixNano fixed64",
        "3 timeUnixNano fixed64",
        "4 count fixed64",
        "5 sum double",
        "6 quantileValues ValueAtQuantile*");
    message("ValueAtQuantile", "1 quantile double", "2 value double");
    message(
        "NumberDataPoint",
        "7 attributes KeyValue*",
        "2 startTimeUnixNano fixed64",
        "3 timeUnixNano fixed64",
        "4 asDouble double",
        "6 asInt sfixed64");
    message(
        "HistogramDataPoint",
        "9 attributes KeyValue*",
        "2 startTimeUnixNano fixed64",
        "3 timeUnixNano fixed64",
        "4 count fixed64",
        "5 sum double",
        "6 bucketCounts fixed64*",
        "7 explicitBounds double*",
        "8 exemplars Exemplar*",
        "11 min double",
        "12 max double");
    message(
        "ExponentialHistogramDataPoint",
        "1 attributes KeyValue*",
        "2 startTimeUnixNano fixed64",
        "3 timeUnixNano fixed64",
        "4 count fixed64",
        "5 sum double",
        "6 scale sint32",
        "7 zeroCount fixed64",
        "8 positive Buckets",
        "9 negative Buckets",
        "11 exemplars Exemplar*",
        "12 min double",
        "13 max double");
    message("Buckets", "1 offset sint32", "2 bucketCounts uint64*");
    message(
        "Exemplar", "2 timeUnixNano fixed64", "3 asDouble double", "4 spanId hex", "5 traceId hex");

    message("Resource", "1 attributes KeyValue*");
    message("Scope", "1 name string", "2 version string");
    message("KeyValue", "1 key string", "2 value AnyValue");
    message(
        "AnyValue",
        "1 stringValue string",
        "2 boolValue bool",
        "3 intValue int64",
        "4 doubleValue double");
  }

  private JsonFields() {}

  private static void message(String name, String... lines) {
    List<Field> fields = new ArrayList<Field>(lines.length);
    for (String line : lines) {
      fields.add(new Field(line));
    }
    MESSAGES.put(name, fields);
  }

  /** Null if that type is no message. */
  static List<Field> of(String type) {
    return MESSAGES.get(type);
  }
}
