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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Metric data as families. What would make the exposition invalid (a name taken by another type,
 * the same labels twice) is left out, the first one stays. Not thread safe.
 */
public final class Families {
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final double[] NO_BOUNDS = {};

  /** An application may make up names as it goes. */
  private static final int MAX_NAMES = 4096;

  /** Of exponential buckets that Prometheus knows. */
  private static final int MIN_SCHEMA = -4;

  private static final int MAX_SCHEMA = 8;

  private final Set<CompatGroup> groups;
  private final Map<String, Family> byName = new LinkedHashMap<String, Family>();
  private final Map<String, Family> taken = new HashMap<String, Family>();

  /** By the names of metrics. */
  private final Map<String, FamilyName> names = new HashMap<String, FamilyName>();

  private final LabelNames labelNames;
  private double[] latestBounds = {};

  /**
   * @param groups of {@link CompatNames}, to be added
   * @param originalNames whether a {@link #spelling} may need them
   */
  public Families(Set<CompatGroup> groups, boolean originalNames) {
    this.groups = groups;
    labelNames = new LabelNames(originalNames);
  }

  /**
   * Makes families of {@code metrics}, in the place of those before. What was the same the last
   * time is used again.
   */
  public void fill(List<MetricData> metrics) {
    for (Family family : byName.values()) {
      family.clear();
    }
    if (names.size() > MAX_NAMES) {
      byName.clear();
      taken.clear();
      names.clear();
    }
    Attributes resource = Attributes.empty();
    if (!metrics.isEmpty()) {
      resource = metrics.get(0).getResource().getAttributes();
      addTarget(resource);
    }
    String service = resource.get(SERVICE_NAME);
    for (int i = 0; i < metrics.size(); i++) {
      if (!isApplications(metrics.get(i))) {
        add(metrics.get(i));
      }
    }
    // Before the application's: its Micrometer has the same, without the label of the dashboards.
    CompatNames.addMicrometer(this, groups, service);
    for (int i = 0; i < metrics.size(); i++) {
      MetricData metric = metrics.get(i);
      if (isApplications(metric) && !has(name(metric, Names.isCounter(metric)).name)) {
        add(metric);
      }
    }
    CompatNames.addTo(this, groups, service);
  }

  private static boolean isApplications(MetricData metric) {
    return metric.getInstrumentationScopeInfo() == MetricSource.APPLICATION;
  }

  private boolean has(String name) {
    Family family = byName.get(name);
    return family != null && !family.isEmpty();
  }

  /** Lets go of the metrics; what is left only serves {@link #fill}. */
  public void release() {
    for (Family family : byName.values()) {
      family.release();
    }
  }

  /** Some may be empty: they were there before. */
  public Collection<Family> all() {
    return byName.values();
  }

  Spelling spelling(EscapingScheme scheme) {
    return new Spelling(scheme, labelNames.originals);
  }

  /** Null when absent. */
  public Family get(String name) {
    return byName.get(name);
  }

  /** Puts a family in the place of the one of its name. */
  void replace(Family family) {
    byName.put(family.name, family);
    for (String name : family.names) {
      taken.put(name, family);
    }
  }

  /** The family of this name, new or known; null when a family of another type has the name. */
  Family open(String name, Family.Type type, String help, String unit) {
    return open(name, null, type, help, unit);
  }

  private Family open(String name, String original, Family.Type type, String help, String unit) {
    Family known = byName.get(name);
    boolean again = known != null && known.type == type;
    if (again && !known.isEmpty()) {
      return known;
    }
    Family opened = again ? known : new Family(name, original, type, help, unit);
    for (String sample : opened.names) {
      Family other = taken.get(sample);
      if (other != null && other != opened && !other.isEmpty()) {
        return null;
      }
    }
    replace(opened);
    return opened;
  }

  private void addTarget(Attributes resource) {
    if (!resource.isEmpty()) {
      number(open("target", "target", Family.Type.INFO, "Target metadata", ""), resource, 1);
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
    FamilyName name = name(metric, type == Family.Type.COUNTER);
    String original = labelNames.originals == null ? null : name.original;
    return open(name.name, original, type, metric.getDescription(), name.unit);
  }

  private FamilyName name(MetricData metric, boolean counter) {
    FamilyName name = names.get(metric.getName());
    if (name == null || !name.isOf(metric.getUnit(), counter)) {
      name = new FamilyName(metric.getName(), metric.getUnit(), counter);
      names.put(metric.getName(), name);
    }
    return name;
  }

  private void addLongs(Family family, Collection<LongPointData> points) {
    for (LongPointData point : points) {
      number(family, point.getAttributes(), point.getValue());
    }
  }

  private void addDoubles(Family family, Collection<DoublePointData> points) {
    for (DoublePointData point : points) {
      number(family, point.getAttributes(), point.getValue());
    }
  }

  private void number(Family family, Attributes attributes, double value) {
    Series series = add(family, attributes);
    if (series != null) {
      series.set(value);
    }
  }

  /** Adds the series of these labels; null when there is one, or no family for it. */
  private Series add(Family family, Attributes attributes) {
    if (family == null) {
      return null;
    }
    Series series = family.spare();
    if (!attributes.equals(series.attributes)) {
      series.attributes = attributes;
      series.labels = labels(family, attributes);
    }
    return family.add(series) ? series : null;
  }

  private Labels labels(Family family, Attributes attributes) {
    return Labels.of(attributes, labelNames, family.type.reserved);
  }

  private void addSummaries(Family family, Collection<SummaryPointData> points) {
    for (SummaryPointData point : points) {
      Series series = add(family, point.getAttributes());
      if (series != null) {
        Distribution distribution = series.set(point.getCount(), point.getSum(), NO_BOUNDS);
        List<ValueAtQuantile> values = point.getValues();
        distribution.quantiles = new double[values.size()];
        distribution.quantileValues = new double[values.size()];
        for (int i = 0; i < values.size(); i++) {
          distribution.quantiles[i] = values.get(i).getQuantile();
          distribution.quantileValues[i] = values.get(i).getValue();
        }
      }
    }
  }

  private void addHistograms(Family family, Collection<HistogramPointData> points) {
    for (HistogramPointData point : points) {
      Series series = add(family, point.getAttributes());
      if (series != null) {
        double[] bounds = bounds(point.getBoundaries());
        Distribution distribution = series.set(point.getCount(), point.getSum(), bounds);
        List<Long> counts = point.getCounts();
        for (int i = 0; i < distribution.buckets.length; i++) {
          distribution.buckets[i] = counts.get(i);
        }
        if (point instanceof RecentMaxPoint) {
          distribution.max = ((RecentMaxPoint) point).recentMax();
        } else if (point.hasMax()) {
          distribution.max = point.getMax();
        }
        exemplars(distribution, point.getExemplars());
      }
    }
  }

  private static void exemplars(Distribution distribution, List<DoubleExemplarData> exemplars) {
    for (int i = 0; i < exemplars.size(); i++) {
      distribution.exemplar(Exemplar.of(exemplars.get(i)));
    }
  }

  /** One array for all series of a family, so that a writer formats the bounds once. */
  private double[] bounds(List<Double> boundaries) {
    boolean same = boundaries.size() == latestBounds.length;
    for (int i = 0; same && i < latestBounds.length; i++) {
      same = boundaries.get(i) == latestBounds[i];
    }
    if (!same) {
      latestBounds = new double[boundaries.size()];
      for (int i = 0; i < latestBounds.length; i++) {
        latestBounds[i] = boundaries.get(i);
      }
    }
    return latestBounds;
  }

  /** Gives a native part to the series that has the same observations in explicit buckets. */
  private void addNative(Family family, Collection<ExponentialHistogramPointData> points) {
    if (family == null) {
      return;
    }
    int index = 0;
    for (ExponentialHistogramPointData point : points) {
      Series series = explicit(family, index++, point);
      // Prometheus refuses a native histogram whose buckets do not add up to its count.
      int schema = point.getScale();
      if (series.distribution.count == point.getCount()
          && schema >= MIN_SCHEMA
          && schema <= MAX_SCHEMA) {
        series.distribution.nativeBuckets = point;
      }
      exemplars(series.distribution, point.getExemplars());
    }
  }

  /** The series of the point's labels, which mostly are in the same order; if need be a new one. */
  private Series explicit(Family family, int index, ExponentialHistogramPointData point) {
    Attributes attributes = point.getAttributes();
    if (index < family.size() && attributes.equals(family.get(index).attributes)) {
      return family.get(index);
    }
    Series series = family.get(labels(family, attributes));
    if (series == null) {
      series = add(family, attributes);
      series.set(point.getCount(), point.getSum(), NO_BOUNDS);
    }
    return series;
  }
}
