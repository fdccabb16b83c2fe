package io.sonde.exporter.console;

import io.sonde.exporter.endpoint.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** Compressed answers. */
final class Gzip {
  static final String VARIES = "Vary: Accept-Encoding\r\n";
  static final String HEADER = "Content-Encoding: gzip\r\n" + VARIES;

  private Gzip() {}

  /** Every browser sends it plainly; who sends anything cleverer gets plain text. */
  static boolean accepted(HttpRequest request) {
    String header = request.acceptEncoding();
    return header != null && header.contains("gzip") && !header.contains("q=0");
  }

  static byte[] of(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + plain.length / 4);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
