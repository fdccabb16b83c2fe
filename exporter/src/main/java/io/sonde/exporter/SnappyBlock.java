package io.sonde.exporter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses into the Snappy block format, which Loki's and Prometheus's push demand: pure Java,
 * where the usual library unpacks a native one into the temporary directory. Not thread safe.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">the format</a>
 */
public final class SnappyBlock {
  /** Matches reach back within one block only, so that two bytes hold every offset. */
  private static final int BLOCK = 1 << 16;

  private static final int KEEP = 1 << 20;
  private static final int TABLE_BITS = 14;
  private static final int MIN_MATCH = 4;
  private static final int MAX_COPY = 64;

  /** A literal that is copied as two words. */
  private static final int SHORT = 16;

  /** Position in the block, by the hash of the four bytes there. */
  private final short[] table = new short[1 << TABLE_BITS];

  private byte[] in;

  /** The same bytes, of which it reads four or eight at once. */
  private ByteBuffer words;

  private byte[] out = {};
  private ByteBuffer outWords;
  private int size;

  /**
   * Compresses the first {@code length} bytes of {@code input} into {@link #buffer}.
   *
   * @return how many bytes came of it
   */
  public int compress(byte[] input, int length) {
    begin(input, length);
    for (int start = 0; start < length; start += BLOCK) {
      block(start, Math.min(start + BLOCK, length));
    }
    in = null;
    words = null;
    return size;
  }

  private void begin(byte[] input, int length) {
    in = input;
    words = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    // The format's own worst case.
    int worst = 32 + length + length / 6;
    if (out.length < worst) {
      out = new byte[worst];
      outWords = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
    }
    size = 0;
    int rest = length;
    for (; rest >= 0x80; rest >>>= 7) {
      out[size++] = (byte) (rest & 0x7F | 0x80);
    }
    out[size++] = (byte) rest;
  }

  /** What came of {@link #compress}, valid until the next. */
  public byte[] buffer() {
    return out;
  }

  /** Gives back what one burst made larger than 1 MiB. */
  public void trim() {
    if (out.length > KEEP) {
      out = new byte[0];
      outWords = null;
    }
  }

  private void block(int start, int end) {
    Arrays.fill(table, (short) 0);
    int literal = start;
    int at = start + 1;
    // Of the last bytes no eight can be read at once; few matches would begin there.
    int last = end - Long.BYTES;
    // Each fruitless look widens the step: ids, which do not compress, are passed over quickly.
    int misses = 8;
    while (at <= last) {
      int candidate = candidate(words.getInt(at), at, start);
      if (words.getInt(candidate) != words.getInt(at)) {
        at += misses++ >> 3;
        continue;
      }
      literal(literal, at - literal);
      do {
        int matched = matching(candidate, at, end);
        copy(at - candidate, matched);
        at += matched;
        literal = at;
        if (at > last) {
          break;
        }
        // Behind a match often begins the next; the byte before is looked for by later ones.
        candidate(words.getInt(at - 1), at - 1, start);
        candidate = candidate(words.getInt(at), at, start);
      } while (words.getInt(candidate) == words.getInt(at));
      at++;
      misses = 8;
    }
    literal(literal, end - literal);
  }

  /** Where these four bytes may have been before; from now on they are {@code at}. */
  private int candidate(int word, int at, int start) {
    int slot = word * 0x1E35A7BD >>> 32 - TABLE_BITS;
    int candidate = start + (table[slot] & 0xFFFF);
    table[slot] = (short) (at - start);
    return candidate;
  }

  /** How many bytes are the same at both places, of which the first four are. */
  private int matching(int candidate, int at, int end) {
    int matched = MIN_MATCH;
    while (at + matched + Long.BYTES <= end) {
      long difference = words.getLong(candidate + matched) ^ words.getLong(at + matched);
      if (difference != 0) {
        return matched + Long.numberOfTrailingZeros(difference) / Byte.SIZE;
      }
      matched += Long.BYTES;
    }
    while (at + matched < end && in[candidate + matched] == in[at + matched]) {
      matched++;
    }
    return matched;
  }

  private void literal(int from, int length) {
    if (length == 0) {
      return;
    }
    int n = length - 1;
    if (n < 60) {
      out[size++] = (byte) (n << 2);
      if (length <= SHORT && from + SHORT <= in.length) {
        // More than is needed, but without a loop; the next bytes overwrite it.
        outWords.putLong(size, words.getLong(from));
        outWords.putLong(size + Long.BYTES, words.getLong(from + Long.BYTES));
        size += length;
        return;
      }
    } else if (n < 256) {
      out[size++] = (byte) (60 << 2);
      out[size++] = (byte) n;
    } else {
      out[size++] = (byte) (61 << 2);
      out[size++] = (byte) n;
      out[size++] = (byte) (n >>> 8);
    }
    System.arraycopy(in, from, out, size, length);
    size += length;
  }

  private void copy(int offset, int length) {
    int left = length;
    // 60 rather than 64 near the end, so that no rest is shorter than a copy may be.
    while (left >= MAX_COPY + MIN_MATCH) {
      copyPiece(offset, MAX_COPY);
      left -= MAX_COPY;
    }
    if (left > MAX_COPY) {
      copyPiece(offset, MAX_COPY - MIN_MATCH);
      left -= MAX_COPY - MIN_MATCH;
    }
    copyPiece(offset, left);
  }

  private void copyPiece(int offset, int length) {
    if (length < 12 && offset < 2048) {
      out[size++] = (byte) (1 | length - 4 << 2 | offset >>> 8 << 5);
      out[size++] = (byte) offset;
    } else {
      out[size++] = (byte) (2 | length - 1 << 2);
      out[size++] = (byte) offset;
      out[size++] = (byte) (offset >>> 8);
    }
  }
}
