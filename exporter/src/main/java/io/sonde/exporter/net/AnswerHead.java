package io.sonde.exporter.net;

import java.io.IOException;

/** Status line and headers of an answer (RFC 9112). One serves all answers of a connection. */
final class AnswerHead {
  /** Octets, with those of the informational answers before. */
  static final int MAX = 32 * 1024;

  private static final String WRITTEN = "x-prometheus-remote-write-";

  private final StringBuilder line = new StringBuilder(128);

  int status;

  /** {@code Content-Length}, or -1. */
  long length;

  boolean chunked;

  /** Whether the peer ends the connection behind this answer. */
  boolean last;

  /** The text of that header, or null. */
  String retryAfter;

  /** What the headers of Prometheus's remote write 2.0 count, or null: see {@link Written}. */
  Written written;

  /** Reads the next one that is not informational (1xx). */
  void read(WireInput in, Deadline deadline) throws IOException {
    int room = MAX;
    do {
      length = -1;
      chunked = false;
      retryAfter = null;
      written = null;
      room = in.readLine(line, room, deadline);
      statusLine();
      room = in.readLine(line, room, deadline);
      while (line.length() > 0) {
        header();
        room = in.readLine(line, room, deadline);
      }
    } while (status < 200);
  }

  private void statusLine() throws IOException {
    boolean http =
        line.length() >= 12
            && line.indexOf("HTTP/1.") == 0
            && line.charAt(8) == ' '
            && (line.length() == 12 || line.charAt(12) == ' ');
    status = http ? (int) number(9, 12) : -1;
    // We asked for no other protocol: 101.
    if (status < 100 || status == 101) {
      throw new IOException("the peer does not speak HTTP/1.1 here");
    }
    last = line.charAt(7) == '0';
  }

  private void header() throws IOException {
    int colon = line.indexOf(":");
    if (colon <= 0) {
      return;
    }
    int from = colon + 1;
    int to = line.length();
    while (from < to && blank(from)) {
      from++;
    }
    while (from < to && blank(to - 1)) {
      to--;
    }
    if (is("content-length", 0, colon)) {
      long value = number(from, to);
      if (value < 0 || length >= 0 && length != value) {
        throw new IOException("HTTP: malformed Content-Length");
      }
      length = value;
    } else if (is("transfer-encoding", 0, colon)) {
      if (!is("chunked", from, to)) {
        throw new IOException("HTTP: unknown Transfer-Encoding");
      }
      chunked = true;
    } else if (is("connection", 0, colon)) {
      last |= lists("close", from, to);
    } else if (is("retry-after", 0, colon)) {
      retryAfter = line.substring(from, to);
    } else if (colon > WRITTEN.length() && is(WRITTEN, 0, WRITTEN.length())) {
      written(colon, Math.max(0, number(from, to)));
    }
  }

  private void written(int colon, long count) {
    if (written == null) {
      written = new Written();
    }
    if (is("samples-written", WRITTEN.length(), colon)) {
      written.samples = count;
    } else if (is("histograms-written", WRITTEN.length(), colon)) {
      written.histograms = count;
    }
  }

  private boolean lists(String token, int from, int to) {
    for (int start = from; start < to; ) {
      int end = line.indexOf(",", start);
      end = end < 0 || end > to ? to : end;
      int next = end + 1;
      while (start < end && blank(start)) {
        start++;
      }
      while (start < end && blank(end - 1)) {
        end--;
      }
      if (is(token, start, end)) {
        return true;
      }
      start = next;
    }
    return false;
  }

  private boolean blank(int at) {
    return line.charAt(at) == ' ' || line.charAt(at) == '\t';
  }

  /** Whether that part of the line is {@code lowerCase}, in letters of any case. */
  private boolean is(String lowerCase, int from, int to) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = line.charAt(i);
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /** Decimal digits, and nothing else; -1 if it is something else, or huge. */
  private long number(int from, int to) {
    if (from == to || to - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
