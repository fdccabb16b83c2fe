package io.sonde.exporter;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.util.List;

/**
 * A histogram point that also knows the highest observation of late. The maximum of the data model
 * is that since the start, which on a dashboard is the first request's for ever. Immutable.
 */
public final class RecentMaxPoint implements HistogramPointData {
  private final HistogramPointData point;
  private final double recentMax;

  public RecentMaxPoint(HistogramPointData point, double recentMax) {
    this.point = point;
    this.recentMax = recentMax;
  }

  /** The highest observation of the last minutes, 0 when there was none. */
  public double recentMax() {
    return recentMax;
  }

  @Override
  public double getSum() {
    return point.getSum();
  }

  @Override
  public long getCount() {
    return point.getCount();
  }

  @Override
  public boolean hasMin() {
    return point.hasMin();
  }

  @Override
  public double getMin() {
    return point.getMin();
  }

  @Override
  public boolean hasMax() {
    return point.hasMax();
  }

  @Override
  public double getMax() {
    return point.getMax();
  }

  @Override
  public List<Double> getBoundaries() {
    return point.getBoundaries();
  }

  @Override
  public List<Long> getCounts() {
    return point.getCounts();
  }

  @Override
  public long getStartEpochNanos() {
    return point.getStartEpochNanos();
  }

  @Override
  public long getEpochNanos() {
    return point.getEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    return point.getAttributes();
  }

  @Override
  public List<DoubleExemplarData> getExemplars() {
    return point.getExemplars();
  }
}
