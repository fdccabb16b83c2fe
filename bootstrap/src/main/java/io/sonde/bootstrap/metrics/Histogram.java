package io.sonde.bootstrap.metrics;

import io.sonde.bootstrap.Span;

/**
 * Durations by labels, in seconds but for one instrument, counted twice in one pass: in the
 * explicit buckets of the semantic conventions and in the exponential buckets (scale {@value
 * #SCALE}) of a native histogram, so that one scrape can carry both, consistent with each other.
 * Thread safe.
 */
public final class Histogram extends SeriesTable<Histogram.Series> {
  /** Eight buckets for each power of two: at most 9 % apart (Prometheus schema 3). */
  public static final int SCALE = 3;

  private static final long RECENT_NANOS = 60_000_000_000L;

  private static volatile boolean exemplars = true;

  private final String name;
  private final String description;
  private final String unit;
  private final double unitNanos;
  private final double[] bounds;

  Histogram(String name, String description, double[] bounds, String... labels) {
    this(name, description, "s", 1e9, bounds, labels);
  }

  Histogram(
      String name,
      String description,
      String unit,
      double unitNanos,
      double[] bounds,
      String... labels) {
    super(labels);
    this.name = name;
    this.description = description;
    this.unit = unit;
    this.unitNanos = unitNanos;
    this.bounds = bounds;
  }

  /** Settings of all instruments, made before the first is used. */
  public static void configure(boolean keepExemplars, int seriesLimit) {
    exemplars = keepExemplars;
    limit(seriesLimit);
  }

  @Override
  Series create(Object[] values) {
    return new Series(values, unitNanos, bounds);
  }

  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  public String unit() {
    return unit;
  }

  /** Upper, inclusive bounds of the explicit buckets, ascending, without infinity. */
  public double[] bounds() {
    return bounds.clone();
  }

  /** The distribution of one label set. */
  public static final class Series extends Labelled {
    private final double unitNanos;
    private final double[] bounds;
    private final long[] buckets;
    private final ExponentialBuckets exponential = new ExponentialBuckets();
    private final Exemplar[] exemplarOf;
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double maxNow;
    private double maxBefore;
    private long maxSince = System.nanoTime();

    Series(Object[] values, double unitNanos, double[] bounds) {
      super(values);
      this.unitNanos = unitNanos;
      this.bounds = bounds;
      buckets = new long[bounds.length + 1];
      exemplarOf = new Exemplar[bounds.length + 1];
    }

    /**
     * Records one duration.
     *
     * @param span whose ids become the exemplar of the bucket if it is sampled; may be null
     */
    public void record(long nanos, Span span) {
      double value = nanos <= 0 ? 0 : nanos / unitNanos;
      int bucket = 0;
      while (bucket < bounds.length && value > bounds[bucket]) {
        bucket++;
      }
      boolean exemplary = span != null && exemplars && span.sampled();
      synchronized (this) {
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        maxNow = Math.max(maxNow, value);
        buckets[bucket]++;
        exponential.add(value);
        if (exemplary) {
          Exemplar exemplar = exemplarOf[bucket];
          if (exemplar == null) {
            exemplar = new Exemplar();
            exemplarOf[bucket] = exemplar;
          }
          exemplar.set(value, nanos, span);
        }
      }
    }

    /** A consistent copy. */
    public Snapshot snapshot() {
      return snapshot(System.nanoTime());
    }

    /**
     * Adds the observations to exponential buckets, of which the first has the index {@code first};
     * what lies outside goes to the nearest, zeros to the first.
     *
     * @return the sum of all, in the histogram's unit
     */
    public synchronized double addTo(long[] counts, int first) {
      exponential.addTo(counts, first);
      return sum;
    }

    /** Readers turn the page of the maximum, so that {@link #record} need not ask the time. */
    synchronized Snapshot snapshot(long nanoTime) {
      if (nanoTime - maxSince >= RECENT_NANOS) {
        maxBefore = maxNow;
        maxNow = 0;
        maxSince = nanoTime;
      }
      return new Snapshot(this);
    }
  }

  /** The span that made one observation. A series has one for each bucket and writes it anew. */
  public static final class Exemplar {
    private double value;
    private long epochNanos;
    private long traceIdHigh;
    private long traceIdLow;
    private long spanId;

    Exemplar() {}

    private void set(double observed, long nanos, Span span) {
      value = observed;
      epochNanos = span.startEpochNanos() + nanos;
      traceIdHigh = span.traceIdHigh();
      traceIdLow = span.traceIdLow();
      spanId = span.spanId();
    }

    private Exemplar copy() {
      Exemplar copy = new Exemplar();
      copy.value = value;
      copy.epochNanos = epochNanos;
      copy.traceIdHigh = traceIdHigh;
      copy.traceIdLow = traceIdLow;
      copy.spanId = spanId;
      return copy;
    }

    /** In the histogram's unit. */
    public double value() {
      return value;
    }

    /** About when it was observed, in nanoseconds since the epoch. */
    public long epochNanos() {
      return epochNanos;
    }

    public long traceIdHigh() {
      return traceIdHigh;
    }

    public long traceIdLow() {
      return traceIdLow;
    }

    public long spanId() {
      return spanId;
    }
  }

  /** One series at one moment. */
  public static final class Snapshot {
    public final Object[] values;
    public final Object overflowStatus;
    public final long count;
    public final double sum;

    /** Infinity when nothing was recorded. */
    public final double min;

    /** Minus infinity when nothing was recorded. */
    public final double max;

    /** The highest of the last one or two minutes, if it was read that often; 0 for none. */
    public final double recentMax;

    /** One count more than there are bounds; not cumulative. */
    public final long[] buckets;

    /** The latest sampled observation of each bucket, or null. */
    public final Exemplar[] exemplars;

    /** Observations of zero. */
    public final long zeroCount;

    /**
     * Index of the first exponential bucket: bucket {@code i} holds what is greater than {@code
     * 2^(i/8)} and at most {@code 2^((i+1)/8)}.
     */
    public final int exponentialOffset;

    public final long[] exponentialCounts;

    Snapshot(Series series) {
      values = series.values();
      overflowStatus = series.overflowStatus();
      count = series.count;
      sum = series.sum;
      min = series.min;
      max = series.max;
      recentMax = Math.max(series.maxNow, series.maxBefore);
      buckets = series.buckets.clone();
      exemplars = series.exemplarOf.clone();
      for (int i = 0; i < exemplars.length; i++) {
        exemplars[i] = exemplars[i] == null ? null : exemplars[i].copy();
      }
      zeroCount = series.exponential.zeroCount();
      exponentialOffset = series.exponential.offset();
      exponentialCounts = series.exponential.counts();
    }
  }
}
