package io.sonde.agent.weave;

import java.nio.charset.StandardCharsets;

/**
 * Reads {@code sonde.index}, as {@link java.io.DataOutput} writes it. All texts are ASCII. At
 * start-up everything is interpreted, and a {@link java.io.DataInputStream} goes by single bytes:
 * 3.5 ms before the application's main method. Not thread safe.
 */
public final class IndexReader {
  private final byte[] bytes;
  private int at;

  public IndexReader(byte[] bytes) {
    this(bytes, 0);
  }

  private IndexReader(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Another one for the octets that come now, which this one passes by. */
  IndexReader part(int length) {
    at += length;
    return new IndexReader(bytes, at - length);
  }

  boolean flag() {
    return bytes[at++] != 0;
  }

  /** A signed octet. */
  int octet() {
    return bytes[at++];
  }

  int u2() {
    at += 2;
    return (bytes[at - 2] & 255) << 8 | bytes[at - 1] & 255;
  }

  int i4() {
    return u2() << 16 | u2();
  }

  byte[] octets(int count) {
    byte[] octets = new byte[count];
    System.arraycopy(bytes, at, octets, 0, count);
    at += count;
    return octets;
  }

  String text() {
    int length = u2();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
  }

  String[] texts() {
    String[] texts = new String[u2()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text();
    }
    return texts;
  }
}
