package io.sonde.exporter.zipkin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.List;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * Reads a list of spans as Zipkin's server does, and refuses keys that come twice and ids that are
 * none.
 */
public final class ZipkinSpans {
  private ZipkinSpans() {}

  /** Throws {@code IllegalArgumentException} for what the server does not understand. */
  public static List<Span> decode(byte[] list) throws IOException {
    try (JsonParser parser =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .createParser(list)) {
      while (parser.nextToken() != null) {
        if (parser.getText().equals("0000000000000000")) {
          throw new IOException("an id that is none, which other receivers do not pass over");
        }
      }
    }
    return SpanBytesDecoder.JSON_V2.decodeList(list);
  }
}
