package io.sonde.exporter.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What came back on one stream. */
final class Http2Response {
  /** An answer has two short fields; and a stream's window stays larger than this. */
  private static final int MAX_BODY = 32 * 1024;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream(64);

  /** Headers and trailers, names in lower case. */
  final Map<String, String> fields = new HashMap<String, String>();

  /** The code of RST_STREAM; -1 when the stream was not reset. */
  int resetCode = -1;

  boolean complete;

  void append(byte[] bytes, int from, int to) throws IOException {
    if (body.size() + to - from > MAX_BODY) {
      throw new IOException("response larger than 32 KiB");
    }
    body.write(bytes, from, to - from);
  }

  byte[] body() {
    return body.toByteArray();
  }
}
