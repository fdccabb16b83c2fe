package io.sonde.exporter.prometheus;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.sonde.exporter.MetricSource;
import io.sonde.exporter.RecentMaxPoint;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Metric data as families. What would make the exposition invalid (a name taken by another type,
 * the same labels twice) is left out, the first one stays. Not thread safe.
 */
public final class Families {
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  private final Map<String, Family> byName = new LinkedHashMap<String, Family>();
  private final Map<String, Family> taken = new HashMap<String, Family>();
  private double[] latestBounds = {};

  /** Null when original names are not asked for. */
  private final Map<String, String> originalLabels;

  private Families(boolean originalNames) {
    originalLabels = originalNames ? new HashMap<String, String>() : null;
  }

  /**
   * @param groups of {@link CompatNames}, to be added
   * @param originalNames whether a {@link #spelling} may need them
   */
  public static Families of(
      List<MetricData> metrics, Set<CompatGroup> groups, boolean originalNames) {
    Families families = new Families(originalNames);
    Attributes resource = Attributes.empty();
    if (!metrics.isEmpty()) {
      resource = metrics.get(0).getResource().getAttributes();
      families.addTarget(resource);
    }
    String service = resource.get(SERVICE_NAME);
    for (MetricData metric : metrics) {
      if (!isApplications(metric)) {
        families.add(metric);
      }
    }
    // Before the application's: its Micrometer has the same, without the label of the dashboards.
    CompatNames.addMicrometer(families, groups, service);
    for (MetricData metric : metrics) {
      if (isApplications(metric) && !families.byName.containsKey(Names.family(metric))) {
        families.add(metric);
      }
    }
    CompatNames.addTo(families, groups, service);
    return families;
  }

  private static boolean isApplications(MetricData metric) {
    return metric.getInstrumentationScopeInfo() == MetricSource.APPLICATION;
  }

  public Collection<Family> all() {
    return byName.values();
  }

  Spelling spelling(EscapingScheme scheme) {
    return new Spelling(scheme, originalLabels);
  }

  /** Null when absent. */
  Family get(String name) {
    return byName.get(name);
  }

  /** Puts a family in the place of the one of its name. */
  void replace(Family family) {
    byName.put(family.name, family);
  }

  /** The family of this name, new or known; null when a family of another type has the name. */
  Family open(String name, Family.Type type, String help, String unit) {
    return open(name, null, type, help, unit);
  }

  private Family open(String name, String original, Family.Type type, String help, String unit) {
    Family known = byName.get(name);
    if (known != null) {
      return known.type == type ? known : null;
    }
    for (String suffix : type.suffixes) {
      if (taken.containsKey(name + suffix)) {
        return null;
      }
    }
    Family opened = new Family(name, original, type, help, unit);
    for (String suffix : type.suffixes) {
      taken.put(name + suffix, opened);
    }
    byName.put(name, opened);
    return opened;
  }

  private void addTarget(Attributes resource) {
    if (!resource.isEmpty()) {
      open("target", "target", Family.Type.INFO, "Target metadata", "")
          .add(new Series(Labels.of(resource, originalLabels), 1));
    }
  }

  private void add(MetricData metric) {
    switch (metric.getType()) {
      case LONG_GAUGE:
        addLongs(open(metric, Family.Type.GAUGE), metric.getLongGaugeData().getPoints());
        break;
      case DOUBLE_GAUGE:
        addDoubles(open(metric, Family.Type.GAUGE), metric.getDoubleGaugeData().getPoints());
        break;
      case LONG_SUM:
        addLongs(open(metric, metric.getLongSumData()), metric.getLongSumData().getPoints());
        break;
      case DOUBLE_SUM:
        addDoubles(open(metric, metric.getDoubleSumData()), metric.getDoubleSumData().getPoints());
        break;
      case SUMMARY:
        addSummaries(open(metric, Family.Type.SUMMARY), metric.getSummaryData().getPoints());
        break;
      case HISTOGRAM:
        addHistograms(open(metric, Family.Type.HISTOGRAM), metric.getHistogramData().getPoints());
        break;
      default:
        addNative(
            open(metric, Family.Type.HISTOGRAM), metric.getExponentialHistogramData().getPoints());
    }
  }

  private <T extends PointData> Family open(MetricData metric, SumData<T> sum) {
    boolean delta = sum.getAggregationTemporality() == AggregationTemporality.DELTA;
    // A scrape cannot carry differences.
    return delta ? null : open(metric, sum.isMonotonic() ? Family.Type.COUNTER : Family.Type.GAUGE);
  }

  private Family open(MetricData metric, Family.Type type) {
    String unit = Names.unit(metric.getUnit());
    boolean counter = type == Family.Type.COUNTER;
    String name = Names.family(metric.getName(), unit, counter);
    String original =
        originalLabels == null ? null : Names.original(metric.getName(), unit, counter);
    return open(name, original, type, metric.getDescription(), unit);
  }

  private void addLongs(Family family, Collection<LongPointData> points) {
    for (LongPointData point : points) {
      add(family, new Series(Labels.of(point.getAttributes(), originalLabels), point.getValue()));
    }
  }

  private void addDoubles(Family family, Collection<DoublePointData> points) {
    for (DoublePointData point : points) {
      add(family, new Series(Labels.of(point.getAttributes(), originalLabels), point.getValue()));
    }
  }

  private static void add(Family family, Series series) {
    if (family != null) {
      family.add(series);
    }
  }

  private void addSummaries(Family family, Collection<SummaryPointData> points) {
    for (SummaryPointData point : points) {
      Distribution distribution = new Distribution(point.getCount(), point.getSum());
      List<ValueAtQuantile> values = point.getValues();
      distribution.quantiles = new double[values.size()];
      distribution.quantileValues = new double[values.size()];
      for (int i = 0; i < values.size(); i++) {
        distribution.quantiles[i] = values.get(i).getQuantile();
        distribution.quantileValues[i] = values.get(i).getValue();
      }
      add(family, new Series(labels(point, "quantile"), distribution));
    }
  }

  private void addHistograms(Family family, Collection<HistogramPointData> points) {
    for (HistogramPointData point : points) {
      Distribution distribution = new Distribution(point.getCount(), point.getSum());
      long[] counts = new long[point.getCounts().size()];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = point.getCounts().get(i);
      }
      distribution.buckets(bounds(point.getBoundaries()), counts);
      if (point instanceof RecentMaxPoint) {
        distribution.max = ((RecentMaxPoint) point).recentMax();
      } else if (point.hasMax()) {
        distribution.max = point.getMax();
      }
      for (DoubleExemplarData exemplar : point.getExemplars()) {
        distribution.exemplar(Exemplar.of(exemplar));
      }
      add(family, new Series(labels(point, "le"), distribution));
    }
  }

  /** One array for all series of a family, so that a writer formats the bounds once. */
  private double[] bounds(List<Double> boundaries) {
    double[] bounds = new double[boundaries.size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = boundaries.get(i);
    }
    if (!Arrays.equals(bounds, latestBounds)) {
      latestBounds = bounds;
    }
    return latestBounds;
  }

  /** Gives a native part to the series that has the same observations in explicit buckets. */
  private void addNative(Family family, Collection<ExponentialHistogramPointData> points) {
    if (family == null) {
      return;
    }
    for (ExponentialHistogramPointData point : points) {
      Labels labels = labels(point, "le");
      Series series = family.get(labels);
      if (series == null) {
        series = new Series(labels, new Distribution(point.getCount(), point.getSum()));
        family.add(series);
      }
      // Prometheus refuses a native histogram whose buckets do not add up to its count.
      if (series.distribution.count == point.getCount()) {
        series.distribution.nativeBuckets = NativeBuckets.of(point);
      }
      for (DoubleExemplarData exemplar : point.getExemplars()) {
        series.distribution.exemplar(Exemplar.of(exemplar));
      }
    }
  }

  /** The name that the format itself adds to every sample is moved out of its way. */
  private Labels labels(PointData point, String reserved) {
    Labels labels = Labels.of(point.getAttributes(), originalLabels);
    if (labels.get(reserved) == null) {
      return labels;
    }
    TreeMap<String, String> map = labels.toMap();
    map.put("exported_" + reserved, map.remove(reserved));
    return new Labels(map);
  }
}
