package io.sonde.exporter.zipkin;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.JsonText;
import io.sonde.exporter.OctetWriter;

/** The attributes of a span as tags, all of them texts; and the peer that they tell of. */
final class ZipkinTags extends AttributeVisitor {
  private static final int MAX_VALUE = 64 * 1024;
  private static final int MAX_PORT = 0xFFFF;

  // The specification's ranks of what names a peer.
  private static final int PEER_SERVICE = 1;
  private static final int SERVER_ADDRESS = 2;
  private static final int PEER_ADDRESS = 4;
  private static final int DATABASE = 11;

  private OctetWriter out;

  /** Of {@link #peer}; the least is the best. */
  private int rank;

  private String peer;
  private long serverPort;
  private long peerPort;

  /** Writes a tag that is not the first. */
  static void write(OctetWriter out, String key, String value, int maxBytes) {
    key(out, key);
    JsonText.quoteAscii(out, value, maxBytes);
  }

  static void write(OctetWriter out, String key, String value) {
    write(out, key, value, MAX_VALUE);
  }

  private static void key(OctetWriter out, String key) {
    out.rawByte(',');
    JsonText.quoteAscii(out, key, MAX_VALUE);
    out.rawByte(':');
  }

  /** Writes the tags of a span after others. */
  void visit(Span span, OctetWriter to) {
    out = to;
    rank = Integer.MAX_VALUE;
    peer = null;
    serverPort = 0;
    peerPort = 0;
    int dropped = visit(span);
    if (dropped > 0) {
      number("otel.dropped_attributes_count", dropped);
    }
  }

  /** Writes where the visited span went to, after another field: Zipkin's graph of services. */
  void remoteEndpoint(OctetWriter to) {
    if (peer == null) {
      return;
    }
    to.rawText(",\"remoteEndpoint\":{\"serviceName\":");
    JsonText.quoteAscii(to, peer, MAX_VALUE);
    long port = rank == PEER_ADDRESS ? peerPort : serverPort;
    // For a number that is no port the whole list would be refused.
    if (port > 0 && port <= MAX_PORT) {
      to.rawText(",\"port\":");
      JsonText.number(to, port);
    }
    to.rawByte('}');
  }

  @Override
  protected void text(String key, String value) {
    switch (key) {
      case "error":
      case "otel.status_code":
        // Of the status alone; a span with the tag "error", whatever its value, is a failed one.
        return;
      case "peer.service":
        peer(PEER_SERVICE, value);
        break;
      case "server.address":
        peer(SERVER_ADDRESS, value);
        break;
      case "network.peer.address":
        peer(PEER_ADDRESS, value);
        break;
      case "db.namespace":
        peer(DATABASE, value);
        break;
      default:
    }
    write(out, key, value);
  }

  @Override
  protected void number(String key, long value) {
    if (key.equals("server.port")) {
      serverPort = value;
    } else if (key.equals("network.peer.port")) {
      peerPort = value;
    }
    key(out, key);
    out.rawByte('"');
    JsonText.number(out, value);
    out.rawByte('"');
  }

  private void peer(int newRank, String value) {
    if (newRank < rank && !value.isEmpty()) {
      rank = newRank;
      peer = value;
    }
  }
}
