package io.sonde.exporter.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes header blocks as literals that no table keeps: the peer's table size needs no looking
 * after, and a credential is never put into a table (RFC 7541, section 7.1.3).
 */
final class HpackEncoder {
  /** "Literal never indexed", with a new name. */
  private static final int NEVER_INDEXED = 0x10;

  private final ByteArrayOutputStream block = new ByteArrayOutputStream(512);

  /** Adds a field. Names in lower case; only ASCII. */
  HpackEncoder field(String name, String value) {
    block.write(NEVER_INDEXED);
    string(name);
    string(value);
    return this;
  }

  byte[] toByteArray() {
    return block.toByteArray();
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int length = bytes.length;
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      for (length -= 127; length >= 128; length >>= 7) {
        block.write(length & 0x7f | 0x80);
      }
      block.write(length);
    }
    block.write(bytes, 0, bytes.length);
  }
}
