package io.sonde.exporter.remotewrite;

import io.sonde.exporter.ProtoWriter;
import java.util.Arrays;

/** The strings of one request of remote write 2.0, each of them once. Not thread safe. */
final class Symbols {
  private static final int CAPACITY = 1 << 10;
  private static final int KEEP = 1 << 14;
  private static final int FIELD = 4;

  private final ProtoWriter out = new ProtoWriter(16 * 1024);

  /** Open addressing; a power of two, at most half full. */
  private String[] table = new String[CAPACITY];

  private int[] references = new int[CAPACITY];
  private int size;

  /** Forgets all but the empty one, which the specification wants first. */
  void reset() {
    out.reset();
    if (table.length > KEEP) {
      table = new String[CAPACITY];
      references = new int[CAPACITY];
    } else {
      Arrays.fill(table, null);
    }
    size = 0;
    of("");
  }

  /** The index of a string, new or known. */
  int of(String text) {
    int slot = slot(text);
    if (table[slot] != null) {
      return references[slot];
    }
    if (2 * size >= table.length) {
      grow();
      slot = slot(text);
    }
    out.string(FIELD, text);
    table[slot] = text;
    references[slot] = size;
    return size++;
  }

  /** The field of the request that they are. */
  ProtoWriter bytes() {
    return out;
  }

  private int slot(String text) {
    int hash = text.hashCode() * 0x9E3779B9;
    int slot = hash >>> Integer.numberOfLeadingZeros(table.length) + 1;
    while (table[slot] != null && !table[slot].equals(text)) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  private void grow() {
    String[] texts = table;
    int[] indexes = references;
    table = new String[2 * texts.length];
    references = new int[2 * texts.length];
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] != null) {
        int slot = slot(texts[i]);
        table[slot] = texts[i];
        references[slot] = indexes[i];
      }
    }
  }
}
