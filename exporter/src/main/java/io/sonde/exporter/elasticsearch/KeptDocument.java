package io.sonde.exporter.elasticsearch;

import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.ProtoWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The two lines of a document, as they were in a request that was kept. Immutable. */
final class KeptDocument {
  private final byte[] request;
  private final int from;
  private final int length;

  private KeptDocument(byte[] request, int from, int length) {
    this.request = request;
    this.from = from;
    this.length = length;
  }

  /** Takes a request apart; neither of the lines has a line break within. */
  static List<KeptDocument> read(byte[] request, boolean gzip) throws IOException {
    byte[] lines = gzip ? inflate(request) : request;
    List<KeptDocument> documents = new ArrayList<KeptDocument>();
    int from = 0;
    boolean action = true;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        action = !action;
        if (action) {
          documents.add(new KeptDocument(lines, from, i + 1 - from));
          from = i + 1;
        }
      }
    }
    return documents;
  }

  private static byte[] inflate(byte[] request) throws IOException {
    OctetWriter lines = new OctetWriter(8 * request.length);
    byte[] part = new byte[8192];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(request))) {
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        lines.rawBytes(part, 0, n);
      }
    }
    return lines.toByteArray();
  }

  /** Writes them as they are. */
  static final class Encoder implements BatchEncoder<KeptDocument> {
    private final Documents<KeptDocument> documents;

    Encoder(Documents<KeptDocument> documents) {
      this.documents = documents;
    }

    @Override
    public int encode(List<KeptDocument> open, int from, int to, ProtoWriter out) {
      documents.beginRequest();
      for (int i = from; i < to; i++) {
        KeptDocument document = open.get(i);
        out.rawBytes(document.request, document.from, document.length);
        documents.wrote(i);
      }
      return 0;
    }
  }
}
