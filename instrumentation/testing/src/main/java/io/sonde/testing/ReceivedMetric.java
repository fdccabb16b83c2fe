package io.sonde.testing;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A metric as it arrived in one request.
 *
 * @param resource the attributes of its resource
 */
public record ReceivedMetric(Map<String, Object> resource, Metric metric) {
  /**
   * One series of the metric.
   *
   * @param value of a counter or gauge; the sum of a histogram, in the metric's unit
   * @param count the observations of a histogram; 0 for a counter or gauge
   * @param time nanoseconds since the epoch
   */
  public record Point(Map<String, Object> attributes, double value, long count, long time) {}

  public String name() {
    return metric.getName();
  }

  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
      points.add(number(point));
    }
    for (NumberDataPoint point : metric.getGauge().getDataPointsList()) {
      points.add(number(point));
    }
    for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
      points.add(
          point(
              point.getAttributesList(),
              point.getSum(),
              point.getCount(),
              point.getTimeUnixNano()));
    }
    for (ExponentialHistogramDataPoint point :
        metric.getExponentialHistogram().getDataPointsList()) {
      points.add(
          point(
              point.getAttributesList(),
              point.getSum(),
              point.getCount(),
              point.getTimeUnixNano()));
    }
    for (SummaryDataPoint point : metric.getSummary().getDataPointsList()) {
      points.add(
          point(
              point.getAttributesList(),
              point.getSum(),
              point.getCount(),
              point.getTimeUnixNano()));
    }
    return points;
  }

  private static Point point(List<KeyValue> attributes, double sum, long count, long time) {
    return new Point(Attributes.map(attributes), sum, count, time);
  }

  private static Point number(NumberDataPoint point) {
    double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    return point(point.getAttributesList(), value, 0, point.getTimeUnixNano());
  }

  @Override
  public String toString() {
    return name() + " " + points();
  }
}
