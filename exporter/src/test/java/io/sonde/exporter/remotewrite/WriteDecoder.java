package io.sonde.exporter.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code prometheus.WriteRequest} and {@code io.prometheus.write.v2.Request} (rc.4) as their
 * .proto files have them, and refuses what the specifications forbid. A field that the message does
 * not have is an error here.
 */
public final class WriteDecoder {
  /** {@code bits} are those of the value. */
  public record Sample(long timestamp, long bits, long start) {
    public double value() {
      return Double.longBitsToDouble(bits);
    }

    boolean stale() {
      return bits == 0x7ff0000000000002L;
    }
  }

  /** Of one sample or histogram. */
  public record Exemplar(Map<String, String> labels, double value, long timestamp) {}

  /** A native histogram. */
  public record Native(
      long timestamp, long start, long count, long sumBits, int schema, long[] buckets) {
    boolean stale() {
      return sumBits == 0x7ff0000000000002L;
    }
  }

  /** One time series of a request. */
  public record Series(
      Map<String, String> labels,
      List<Sample> samples,
      List<Native> natives,
      List<Exemplar> exemplars,
      int type,
      String help,
      String unit) {}

  private final boolean second;
  private final List<String> symbols = new ArrayList<>();

  private WriteDecoder(boolean second) {
    this.second = second;
  }

  /**
   * @param second whether it is one of 2.0
   */
  public static List<Series> decode(byte[] message, boolean second) throws IOException {
    return new WriteDecoder(second).request(message);
  }

  private List<Series> request(byte[] message) throws IOException {
    List<byte[]> raw = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (second && tag == (4 << 3 | 2)) {
        symbols.add(in.readStringRequireUtf8());
      } else if (tag == ((second ? 5 : 1) << 3 | 2)) {
        raw.add(in.readByteArray());
      } else {
        throw new IOException("tag " + tag + " of the request");
      }
    }
    if (second) {
      check(!symbols.isEmpty() && symbols.get(0).isEmpty(), "the first symbol is not empty");
      check(new HashSet<>(symbols).size() == symbols.size(), "a symbol twice");
    }
    List<Series> all = new ArrayList<>();
    Set<Map<String, String>> seen = new HashSet<>();
    for (byte[] one : raw) {
      Series series = series(CodedInputStream.newInstance(one));
      check(seen.add(series.labels), "series twice: " + series.labels);
      all.add(series);
    }
    return all;
  }

  private Series series(CodedInputStream in) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    List<Sample> samples = new ArrayList<>();
    List<Native> natives = new ArrayList<>();
    List<Exemplar> exemplars = new ArrayList<>();
    int[] metadata = new int[5];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int limit = in.pushLimit(in.readRawVarint32());
      switch (tag) {
        case 1 << 3 | 2 -> labels(in, labels);
        case 2 << 3 | 2 -> samples.add(sample(in));
        case 3 << 3 | 2 -> {
          if (second) {
            natives.add(nativeHistogram(in));
          } else {
            exemplars.add(exemplar(in));
          }
        }
        case 4 << 3 | 2 -> exemplars.add(exemplar(in));
        case 5 << 3 | 2 -> {
          for (int t = in.readTag(); t != 0; t = in.readTag()) {
            metadata[t >>> 3] = in.readUInt32();
          }
        }
        default -> throw new IOException("tag " + tag + " of a series");
      }
      check(in.getBytesUntilLimit() == 0, "rest of tag " + tag);
      in.popLimit(limit);
    }
    checkLabels(labels);
    check(labels.containsKey("__name__"), "no name: " + labels);
    check(samples.size() + natives.size() == 1, "samples: " + labels);
    check(second == (metadata[1] > 0), "metadata: " + labels);
    String help = second ? symbols.get(metadata[3]) : null;
    String unit = second ? symbols.get(metadata[4]) : null;
    return new Series(labels, samples, natives, exemplars, metadata[1], help, unit);
  }

  private void labels(CodedInputStream in, Map<String, String> labels) throws IOException {
    if (second) {
      while (!in.isAtEnd()) {
        put(labels, symbols.get(in.readUInt32()), symbols.get(in.readUInt32()));
      }
    } else {
      expect(in, 1 << 3 | 2);
      String name = in.readStringRequireUtf8();
      expect(in, 2 << 3 | 2);
      put(labels, name, in.readStringRequireUtf8());
    }
  }

  private static void put(Map<String, String> labels, String name, String value)
      throws IOException {
    check(labels.put(name, value) == null, "label twice: " + name);
  }

  /** Sorted by bytes, and none of them empty. */
  private static void checkLabels(Map<String, String> labels) throws IOException {
    byte[] last = {};
    for (Map.Entry<String, String> label : labels.entrySet()) {
      byte[] name = label.getKey().getBytes(StandardCharsets.UTF_8);
      check(Arrays.compareUnsigned(last, name) < 0, "not sorted: " + labels);
      check(!label.getValue().isEmpty(), "empty: " + labels);
      check(label.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]*"), "name: " + labels);
      check(label.getValue().getBytes(StandardCharsets.UTF_8).length <= 2048, "long: " + labels);
      last = name;
    }
  }

  private Sample sample(CodedInputStream in) throws IOException {
    long[] values = new long[4];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      check(tag == (1 << 3 | 1) || tag == 2 << 3 || second && tag == 3 << 3, "sample: " + tag);
      values[tag >>> 3] = (tag & 7) == 1 ? in.readFixed64() : in.readInt64();
    }
    return new Sample(values[2], values[1], values[3]);
  }

  private Exemplar exemplar(CodedInputStream in) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    double value = Double.NaN;
    long timestamp = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 1 << 3 | 2 -> {
          int limit = in.pushLimit(in.readRawVarint32());
          labels(in, labels);
          in.popLimit(limit);
        }
        case 2 << 3 | 1 -> value = in.readDouble();
        case 3 << 3 -> timestamp = in.readInt64();
        default -> throw new IOException("tag " + tag + " of an exemplar");
      }
    }
    checkLabels(labels);
    check(timestamp > 0, "exemplar without time");
    return new Exemplar(labels, value, timestamp);
  }

  private static Native nativeHistogram(CodedInputStream in) throws IOException {
    long[] numbers = new long[18];
    List<Integer> spans = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = tag >>> 3;
      switch (field) {
        case 1, 6, 15, 17 -> numbers[field] = in.readUInt64();
        case 3, 5 -> numbers[field] = in.readFixed64();
        case 4 -> numbers[field] = in.readSInt32();
        case 11 -> {
          int limit = in.pushLimit(in.readRawVarint32());
          expect(in, 1 << 3);
          spans.add(in.readSInt32());
          expect(in, 2 << 3);
          spans.add(in.readUInt32());
          in.popLimit(limit);
        }
        case 12 -> {
          int limit = in.pushLimit(in.readRawVarint32());
          long last = 0;
          while (!in.isAtEnd()) {
            last += in.readSInt64();
            counts.add(last);
          }
          in.popLimit(limit);
        }
        default -> throw new IOException("tag " + tag + " of a histogram");
      }
    }
    int length = 0;
    for (int i = 1; i < spans.size(); i += 2) {
      length += spans.get(i);
    }
    long total = numbers[6] + counts.stream().mapToLong(Long::longValue).sum();
    check(length == counts.size(), "spans");
    check(total == numbers[1], "buckets are " + total + " of " + numbers[1]);
    long[] buckets = counts.stream().mapToLong(Long::longValue).toArray();
    return new Native(numbers[15], numbers[17], numbers[1], numbers[3], (int) numbers[4], buckets);
  }

  private static void expect(CodedInputStream in, int tag) throws IOException {
    check(in.readTag() == tag, "not the tag " + tag);
  }

  private static void check(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new InvalidProtocolBufferException(otherwise);
    }
  }
}
