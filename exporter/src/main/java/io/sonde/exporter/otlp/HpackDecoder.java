package io.sonde.exporter.otlp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads the header blocks of one connection, in their order (RFC 7541). Not thread safe. */
final class HpackDecoder {
  private final HpackTable table = new HpackTable();
  private byte[] block;
  private int position;

  /**
   * Reads a whole block.
   *
   * @param fields where the fields go; of fields with one name the last wins
   */
  void decode(byte[] headerBlock, Map<String, String> fields) throws IOException {
    block = headerBlock;
    position = 0;
    while (position < block.length) {
      int first = block[position];
      if ((first & 0x80) != 0) {
        int index = integer(7);
        fields.put(table.name(index), table.value(index));
      } else if ((first & 0xe0) == 0x20) {
        table.resize(integer(5));
      } else {
        boolean indexed = (first & 0x40) != 0;
        int index = integer(indexed ? 6 : 4);
        String name = index == 0 ? string() : table.name(index);
        String value = string();
        fields.put(name, value);
        if (indexed) {
          table.add(name, value);
        }
      }
    }
  }

  private int integer(int prefixBits) throws IOException {
    int max = (1 << prefixBits) - 1;
    int value = octet() & max;
    if (value < max) {
      return value;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      int octet = octet();
      value += (octet & 0x7f) << shift;
      if ((octet & 0x80) == 0) {
        return value;
      }
    }
    throw new IOException("HPACK: integer too large");
  }

  private String string() throws IOException {
    if (position >= block.length) {
      throw truncated();
    }
    boolean huffman = (block[position] & 0x80) != 0;
    int length = integer(7);
    if (length > block.length - position) {
      throw truncated();
    }
    int start = position;
    position += length;
    return huffman
        ? HuffmanDecoder.decode(block, start, length)
        : new String(block, start, length, StandardCharsets.ISO_8859_1);
  }

  private int octet() throws IOException {
    if (position >= block.length) {
      throw truncated();
    }
    return block[position++];
  }

  private static IOException truncated() {
    return new IOException("HPACK: truncated header block");
  }
}
