package io.sonde.exporter.remotewrite;

import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.prometheus.Distribution;
import io.sonde.exporter.prometheus.Exemplar;
import io.sonde.exporter.prometheus.Family;
import io.sonde.exporter.prometheus.Labels;

/**
 * The body of one request: rows as time series, as many as a request may have. The labels of a row
 * are made once for all of its time series. Not thread safe.
 */
abstract class WriteRequest {
  /** A NaN that is no value: the series ends. */
  static final long STALE = 0x7ff0000000000002L;

  /** As Prometheus itself sends at most. */
  private static final int MAX_SERIES = 2_000;

  /** Bytes before compression; no row is begun above. */
  private static final int FULL = 900_000;

  private static final String NAME = "__name__";

  /** No limit. */
  static final int NONE = -1;

  /** Of the row that is being written. */
  Family family;

  boolean stale;

  /** Epoch milliseconds: of all samples, and of when counting began. */
  long timestamp;

  long startTimestamp;

  private final SeriesLabels labels;
  private final LimitTexts limits = new LimitTexts();

  /** The labels of the row, as they are in a message. */
  private final ProtoWriter pieces = new ProtoWriter(1024);

  /** Where in the pieces the name of the metric belongs, and where the limit. */
  private int nameAt;

  private int limitIn;

  /** The pieces with the name of a metric among them, which most time series of a row share. */
  final ProtoWriter named = new ProtoWriter(1024);

  private String namedFor;

  /** Where the name ends in {@link #named}, and where the limit belongs. */
  int nameEnd;

  int limitAt;

  /** The labels of limits one after another, and where each ends. */
  final ProtoWriter limitLabels = new ProtoWriter(512);

  private int[] limitEnds = {};
  private String[] limitTexts;
  private String limitName;
  private long exemplarsAfter;
  private long newestExemplar;
  private int samples;
  private int histograms;

  WriteRequest(SeriesLabels labels) {
    this.labels = labels;
  }

  /**
   * Of a series of batches.
   *
   * @param newExemplarsAfter epoch nanoseconds: earlier ones were sent before
   */
  final void at(long newTimestamp, long newStartTimestamp, long newExemplarsAfter) {
    timestamp = newTimestamp;
    startTimestamp = newStartTimestamp;
    exemplarsAfter = newExemplarsAfter;
  }

  /**
   * Makes the body of the rows from {@code from} to before {@code to}, or as many of them as a
   * request holds.
   *
   * @return the first that is not in it
   */
  final int encode(Interval rows, int from, int to) {
    samples = 0;
    histograms = 0;
    limitTexts = null;
    begin();
    int next = from;
    while (next < to && fits(rows.get(next))) {
      if (!rows.get(next).failed) {
        tryWrite(rows.get(next));
      }
      next++;
    }
    return next;
  }

  private boolean fits(Row row) {
    return samples == 0 || samples + row.size() <= MAX_SERIES && size() < FULL;
  }

  /** Makes a Snappy block of it, in {@link #body}. Returns how many bytes came of it. */
  abstract int compress();

  abstract byte[] body();

  /** Time series of numbers in it. */
  final int samples() {
    return samples;
  }

  /** Time series of native histograms in it. */
  final int histograms() {
    return histograms;
  }

  /** Gives back the memory, and forgets the texts, of a batch. */
  void trim() {
    labels.clear();
    family = null;
  }

  abstract void begin();

  /** Bytes so far, not compressed. */
  abstract int size();

  /** Begins a row, all of whose time series {@link #undo} takes back. */
  abstract void mark();

  abstract void undo();

  abstract void label(ProtoWriter to, String name, String value);

  /**
   * Writes a time series of one number.
   *
   * @param limit index of that of a bucket or a quantile, else negative
   * @param exemplar may be null
   */
  abstract void series(String name, int limit, long bits, Exemplar exemplar);

  /**
   * Writes the native histogram of a row; nothing when the protocol has none.
   *
   * @return how many there are now
   */
  abstract int nativeHistogram(Distribution distribution);

  private void tryWrite(Row row) {
    mark();
    int samplesBefore = samples;
    int histogramsBefore = histograms;
    try {
      write(row);
    } catch (Throwable ignored) {
      // What cannot be written costs itself.
      row.failed = true;
      undo();
      samples = samplesBefore;
      histograms = histogramsBefore;
    }
  }

  private void write(Row row) {
    family = row.family;
    stale = row.stale;
    switch (family.type) {
      case HISTOGRAM:
        histogram(row);
        break;
      case SUMMARY:
        summary(row);
        break;
      default:
        prepare(row.labels, null);
        number(family.sampleName(), NONE, row.value, null);
    }
  }

  private void histogram(Row row) {
    prepare(row.labels, "le");
    Distribution distribution = row.distribution;
    limits("le", row.bounds);
    long cumulative = 0;
    for (int i = 0; i <= row.bounds.length; i++) {
      Exemplar exemplar = null;
      if (distribution != null) {
        cumulative += distribution.buckets[i];
        exemplar = distribution.exemplars[i];
      }
      number(family.bucketName(), i, cumulative, fresh(exemplar) ? exemplar : null);
    }
    sumAndCount(distribution);
    if (row.nativeBuckets) {
      histograms += nativeHistogram(distribution);
    }
  }

  private void summary(Row row) {
    prepare(row.labels, "quantile");
    limits("quantile", row.quantiles);
    for (int i = 0; i < row.quantiles.length; i++) {
      double value = row.distribution == null ? 0 : row.distribution.quantileValues[i];
      number(family.sampleName(), i, value, null);
    }
    sumAndCount(row.distribution);
  }

  private void sumAndCount(Distribution distribution) {
    number(family.sumName(), NONE, distribution == null ? 0 : distribution.sum, null);
    number(family.countName(), NONE, distribution == null ? 0 : distribution.count, null);
  }

  private void number(String name, int limit, double value, Exemplar exemplar) {
    // Bits, as a double may be made another NaN on the way; and no value is ever that one.
    series(name, limit, stale ? STALE : Double.doubleToLongBits(value), exemplar);
    samples++;
  }

  /** Whether an exemplar was not sent yet: 2.0 refuses what is not newer than the last one. */
  final boolean fresh(Exemplar exemplar) {
    boolean fresh = exemplar != null && exemplar.epochNanos > exemplarsAfter;
    if (fresh) {
      newestExemplar = Math.max(newestExemplar, exemplar.epochNanos);
    }
    return fresh;
  }

  /** Epoch nanoseconds: metrics are read for a while, in which newer exemplars come (fault T63). */
  final long newestExemplar() {
    return newestExemplar;
  }

  private void prepare(Labels own, String limit) {
    labels.fill(own);
    pieces.reset();
    namedFor = null;
    nameAt = -1;
    limitIn = -1;
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      if (nameAt < 0 && name.compareTo(NAME) > 0) {
        nameAt = pieces.size();
      }
      if (limitIn < 0 && limit != null && name.compareTo(limit) > 0) {
        limitIn = pieces.size();
      }
      label(pieces, name, labels.value(i));
    }
    nameAt = nameAt < 0 ? pieces.size() : nameAt;
    limitIn = limitIn < 0 ? pieces.size() : limitIn;
  }

  /** Has {@link #named} be the labels of the row with this name; the limit is to come. */
  final void name(String name) {
    if (name == namedFor) {
      return;
    }
    byte[] bytes = pieces.buffer();
    named.reset();
    named.rawBytes(bytes, 0, nameAt);
    label(named, NAME, name);
    nameEnd = named.size();
    named.rawBytes(bytes, nameAt, pieces.size() - nameAt);
    limitAt = nameEnd + limitIn - nameAt;
    namedFor = name;
  }

  /** Where the label of a limit begins in {@link #limitLabels}. */
  final int limitStart(int limit) {
    return limit == 0 ? 0 : limitEnds[limit - 1];
  }

  /** How long the label of a limit is; 0 when there is none. */
  final int limitSize(int limit) {
    return limit < 0 ? 0 : limitEnds[limit] - limitStart(limit);
  }

  /** Makes labels of the limits of a row, which most rows of a request have in common. */
  private void limits(String name, double[] of) {
    String[] texts = limits.of(of);
    if (texts == limitTexts && name.equals(limitName)) {
      return;
    }
    limitTexts = texts;
    limitName = name;
    limitLabels.reset();
    if (limitEnds.length < texts.length) {
      limitEnds = new int[texts.length];
    }
    for (int i = 0; i < texts.length; i++) {
      label(limitLabels, name, texts[i]);
      limitEnds[i] = limitLabels.size();
    }
  }
}
