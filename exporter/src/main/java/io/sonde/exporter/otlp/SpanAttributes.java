package io.sonde.exporter.otlp;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.ProtoWriter;
import java.util.Arrays;

/**
 * Writes the attributes of spans. Most spans have the same as others had before, such as all of one
 * statement: those that came twice in a row are kept as they were written, and copied from then on.
 * 256 of at most 1 KiB each. Not thread safe.
 */
final class SpanAttributes extends AttributeVisitor {
  private static final int ATTRIBUTE = 9;
  private static final int SLOTS = 256;

  /** Bytes of what is kept. */
  private static final int MAX_KEPT = 1024;

  private final Kept[] kept = new Kept[SLOTS];

  /** The hash of the last ones of each slot: what never comes again is not worth a copy. */
  private final int[] last = new int[SLOTS];

  /** Keys and texts in turns; no text where there is a number. */
  private String[] texts = new String[64];

  private long[] numbers = new long[32];
  private int count;
  private int hash;

  /**
   * Writes those of one span.
   *
   * @return how many the count limit refused
   */
  int write(Span span, ProtoWriter out) {
    count = 0;
    hash = 0;
    int dropped = visit(span);
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    boolean again = last[slot] == hash;
    last[slot] = hash;
    Kept same = kept[slot];
    if (same != null && same.hash == hash && matches(same)) {
      out.rawBytes(same.bytes, 0, same.length);
      return dropped;
    }
    int start = out.size();
    for (int i = 0; i < count; i++) {
      String text = texts[2 * i + 1];
      if (text == null) {
        OtlpAttribute.write(out, ATTRIBUTE, texts[2 * i], numbers[i]);
      } else {
        OtlpAttribute.write(out, ATTRIBUTE, texts[2 * i], text);
      }
    }
    if (again && out.size() - start <= MAX_KEPT) {
      if (same == null) {
        same = new Kept();
        kept[slot] = same;
      }
      keep(same, out, start);
    }
    return dropped;
  }

  private boolean matches(Kept same) {
    if (same.count != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      String text = texts[2 * i + 1];
      String other = same.texts[2 * i + 1];
      if (texts[2 * i] != same.texts[2 * i]
          || text != other && (text == null || !text.equals(other))
          || numbers[i] != same.numbers[i]) {
        return false;
      }
    }
    return true;
  }

  private void keep(Kept same, ProtoWriter out, int start) {
    same.count = -1; // matches nothing, should memory end on the way
    same.hash = hash;
    same.length = out.size() - start;
    if (same.bytes.length < same.length) {
      same.bytes = new byte[same.length];
    }
    if (same.numbers.length < count) {
      same.texts = new String[2 * count];
      same.numbers = new long[count];
    }
    System.arraycopy(out.buffer(), start, same.bytes, 0, same.length);
    System.arraycopy(texts, 0, same.texts, 0, 2 * count);
    System.arraycopy(numbers, 0, same.numbers, 0, count);
    same.count = count;
  }

  @Override
  protected void text(String key, String value) {
    add(key, value, 0);
    hash = 31 * hash + value.hashCode();
  }

  @Override
  protected void number(String key, long value) {
    add(key, null, value);
    hash = 31 * hash + (int) value;
  }

  private void add(String key, String text, long number) {
    if (count == numbers.length) {
      texts = Arrays.copyOf(texts, 4 * count);
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    texts[2 * count] = key;
    texts[2 * count + 1] = text;
    numbers[count++] = number;
  }

  /** What was written of the same attributes, in arrays that are used again for others. */
  private static final class Kept {
    int hash;
    int count;
    String[] texts = {};
    long[] numbers = {};
    byte[] bytes = {};
    int length;
  }
}
