package io.sonde.testing;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What OTLP and the data model demand of a message beyond being decodable. */
final class OtlpRules {
  private OtlpRules() {}

  static void resource(Resource resource) {
    attributes(resource.getAttributesList());
    require(
        Attributes.map(resource.getAttributesList()).get("service.name") instanceof String,
        "a resource without service.name");
  }

  static void span(Span span) {
    require(isId(span.getTraceId(), 16), "trace id of " + span);
    require(isId(span.getSpanId(), 8), "span id of " + span);
    require(
        span.getParentSpanId().isEmpty() || isId(span.getParentSpanId(), 8),
        "parent id of " + span);
    require(!span.getName().isEmpty(), "a span without name: " + span);
    require(span.getKind() != Span.SpanKind.SPAN_KIND_UNSPECIFIED, "kind of " + span);
    require(span.getStartTimeUnixNano() > 0, "start of " + span);
    require(
        Long.compareUnsigned(span.getStartTimeUnixNano(), span.getEndTimeUnixNano()) <= 0,
        "a span that ends before it starts: " + span);
    attributes(span.getAttributesList());
    span.getEventsList().forEach(event -> attributes(event.getAttributesList()));
    span.getLinksList()
        .forEach(
            link ->
                require(
                    isId(link.getTraceId(), 16) && isId(link.getSpanId(), 8), "a link of " + span));
  }

  static void log(LogRecord log) {
    require(log.getTimeUnixNano() > 0 || log.getObservedTimeUnixNano() > 0, "time of " + log);
    require(log.getTraceId().isEmpty() || isId(log.getTraceId(), 16), "trace id of " + log);
    require(log.getSpanId().isEmpty() || isId(log.getSpanId(), 8), "span id of " + log);
    attributes(log.getAttributesList());
  }

  static void metric(Metric metric) {
    require(!metric.getName().isEmpty(), "a metric without name");
    require(metric.getDataCase() != Metric.DataCase.DATA_NOT_SET, "a metric without data");
    Set<Object> series = new HashSet<>();
    for (ReceivedMetric.Point point : new ReceivedMetric(null, metric).points()) {
      require(series.add(point.attributes()), "a series that comes twice in " + metric.getName());
    }
    for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
      long count = 0;
      for (long bucket : point.getBucketCountsList()) {
        count += bucket;
      }
      require(count == point.getCount(), "buckets and count of " + metric.getName());
      require(
          point.getBucketCountsCount() == point.getExplicitBoundsCount() + 1,
          "buckets and bounds of " + metric.getName());
    }
  }

  private static void attributes(List<KeyValue> attributes) {
    Set<String> keys = new HashSet<>();
    for (KeyValue each : attributes) {
      require(!each.getKey().isEmpty(), "an attribute without key");
      require(keys.add(each.getKey()), "an attribute that comes twice: " + each.getKey());
    }
  }

  private static boolean isId(ByteString id, int length) {
    return id.size() == length && !id.equals(ByteString.copyFrom(new byte[length]));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("malformed: " + what);
    }
  }
}
