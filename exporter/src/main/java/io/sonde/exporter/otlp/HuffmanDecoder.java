package io.sonde.exporter.otlp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The Huffman code of HPACK (RFC 7541, appendix B). The code is canonical, so the length of every
 * octet's code says all: codes of one length are consecutive, in the order of their octets.
 */
final class HuffmanDecoder {
  private static final int MAX_LENGTH = 30;

  /** The code length of octets 0 to 255, 5 bits written as A. */
  private static final String LENGTHS =
      "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
          + "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
          + "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
          + "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWV";

  /** Octets by length of code, then by value. */
  private static final byte[] OCTETS = new byte[256];

  /** Of each length: the first code, the number of codes, and where its octets begin. */
  private static final int[] FIRST_CODE = new int[MAX_LENGTH + 1];

  private static final int[] CODES = new int[MAX_LENGTH + 1];
  private static final int[] FIRST_OCTET = new int[MAX_LENGTH + 1];

  static {
    int code = 0;
    int next = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      FIRST_CODE[length] = code;
      FIRST_OCTET[length] = next;
      for (int octet = 0; octet < 256; octet++) {
        if (LENGTHS.charAt(octet) - 'A' + 5 == length) {
          OCTETS[next++] = (byte) octet;
        }
      }
      CODES[length] = next - FIRST_OCTET[length];
      code = (code + CODES[length]) << 1;
    }
  }

  private HuffmanDecoder() {}

  static String decode(byte[] bytes, int offset, int length) throws IOException {
    byte[] text = new byte[length * 8 / 5];
    int size = 0;
    int code = 0;
    int bits = 0;
    for (int i = 0; i < length * 8; i++) {
      code = code << 1 | (bytes[offset + (i >> 3)] >> (7 - (i & 7)) & 1);
      bits++;
      int index = code - FIRST_CODE[bits];
      if (index >= 0 && index < CODES[bits]) {
        text[size++] = OCTETS[FIRST_OCTET[bits] + index];
        code = 0;
        bits = 0;
      } else if (bits == MAX_LENGTH) {
        throw new IOException("HPACK: end of string within a string");
      }
    }
    if (bits > 7 || code != (1 << bits) - 1) {
      throw new IOException("HPACK: wrong padding");
    }
    return new String(text, 0, size, StandardCharsets.ISO_8859_1);
  }
}
