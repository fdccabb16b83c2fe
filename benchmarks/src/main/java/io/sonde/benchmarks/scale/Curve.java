package io.sonde.benchmarks.scale;

import io.sonde.benchmarks.chart.Chart;
import java.util.ArrayList;
import java.util.List;

/** Cost against work. What is not above 0 has no place on logarithmic axes and is left out. */
final class Curve {
  /** The noise of an exponent of what does not grow. */
  private static final double FLAT = 0.15;

  /** What leaves the processor's caches on its way grows a little faster than the work. */
  private static final double LINEAR = 1.25;

  /** How many of the last points tell where a curve is going. */
  private static final int LAST = 3;

  private final List<double[]> points = new ArrayList<>();

  void add(double work, double cost) {
    if (work > 0 && cost > 0) {
      points.add(new double[] {work, cost});
    }
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  /** The slope of the curve in log-log over all points; NaN when there are fewer than two. */
  double exponent() {
    return exponent(points);
  }

  /** The slope over the last points: steps at the limits of caches lie behind them. */
  double lastExponent() {
    return exponent(points.subList(Math.max(0, points.size() - LAST), points.size()));
  }

  /** Least squares. */
  private static double exponent(List<double[]> points) {
    double meanX = 0;
    double meanY = 0;
    for (double[] point : points) {
      meanX += Math.log(point[0]) / points.size();
      meanY += Math.log(point[1]) / points.size();
    }
    double covariance = 0;
    double variance = 0;
    for (double[] point : points) {
      double x = Math.log(point[0]) - meanX;
      covariance += x * (Math.log(point[1]) - meanY);
      variance += x * x;
    }
    return points.size() < 2 ? Double.NaN : covariance / variance;
  }

  /** Where the curve is going: {@code flat}, {@code linear} or {@code worse}. */
  String growth() {
    double exponent = lastExponent();
    if (Double.isNaN(exponent)) {
      return "unknown";
    }
    if (exponent <= FLAT) {
      return "flat";
    }
    return exponent <= LINEAR ? "linear" : "worse";
  }

  Chart.Line line() {
    return new Chart.Line(
        points.stream().mapToDouble(point -> point[0]).toArray(),
        points.stream().mapToDouble(point -> point[1]).toArray());
  }
}
