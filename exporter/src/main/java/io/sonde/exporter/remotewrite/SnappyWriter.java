package io.sonde.exporter.remotewrite;

import io.sonde.exporter.ProtoWriter;

/**
 * A Snappy block whose writer knows what repeats: he says so, where a compressor would have to look
 * for it. Not thread safe.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">the format</a>
 */
final class SnappyWriter {
  private static final int MAX_COPY = 64;

  private final ProtoWriter elements = new ProtoWriter(16 * 1024);

  /** Ends in elements with the next copy. */
  private final ProtoWriter literal = new ProtoWriter(1024);

  private final ProtoWriter block = new ProtoWriter(16 * 1024);

  /** Of what the elements stand for. */
  private int length;

  private int markedSize;
  private int markedLength;

  void reset() {
    elements.reset();
    literal.reset();
    block.reset();
    length = 0;
  }

  /** Takes what comes next and is not repeated. The same writer until {@link #reset}. */
  ProtoWriter literal() {
    return literal;
  }

  /** Bytes so far, as they are not compressed. */
  int position() {
    return length + literal.size();
  }

  /**
   * Repeats what is already there.
   *
   * @param from a {@link #position} before
   * @param count 0 or more; what is repeated must end before the present position
   */
  void copy(int from, int count) {
    if (count == 0) {
      return;
    }
    endLiteral();
    int offset = length - from;
    for (int left = count; left > 0; left -= MAX_COPY) {
      int tag = Math.min(left, MAX_COPY) - 1 << 2;
      if (offset < 1 << 16) {
        elements.rawLittleEndian(tag | 2 | offset << 8, 3);
      } else {
        elements.rawByte(tag | 3);
        elements.rawLittleEndian(offset, 4);
      }
    }
    length += count;
  }

  /** Has {@link #undo} take back what comes from here on. */
  void mark() {
    endLiteral();
    markedSize = elements.size();
    markedLength = length;
  }

  void undo() {
    literal.reset();
    elements.truncate(markedSize);
    length = markedLength;
  }

  /** Makes the block, in {@link #buffer}. Returns how many bytes it has. */
  int finish() {
    endLiteral();
    block.reset();
    block.rawVarint(length);
    block.rawBytes(elements.buffer(), 0, elements.size());
    return block.size();
  }

  byte[] buffer() {
    return block.buffer();
  }

  private void endLiteral() {
    int size = literal.size();
    if (size == 0) {
      return;
    }
    int n = size - 1;
    if (n < 60) {
      elements.rawByte(n << 2);
    } else {
      // Of the lengths of one to four bytes two do nearly always.
      int bytes = n < 1 << 16 ? 2 : 4;
      elements.rawByte(59 + bytes << 2);
      elements.rawLittleEndian(n, bytes);
    }
    elements.rawBytes(literal.buffer(), 0, size);
    length += size;
    literal.reset();
  }
}
