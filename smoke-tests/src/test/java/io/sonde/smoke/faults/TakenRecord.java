package io.sonde.smoke.faults;

import java.nio.charset.StandardCharsets;

/**
 * What tells a record from all others.
 *
 * @param id the number {@code <n>} of {@code seq=<n>} in a log line; else 64 bits of a hash
 */
record TakenRecord(Signal signal, long id) {
  /** The kinds of records; a log line without a number counts apart. */
  enum Signal {
    TRACES,
    LOGS,
    METRICS,
    UNNUMBERED_LOGS
  }

  private static final String SEQ = "seq=";

  /**
   * @param traceId in hexadecimal digits
   * @param spanId in hexadecimal digits
   */
  static TakenRecord span(String traceId, String spanId) {
    return new TakenRecord(Signal.TRACES, hash(traceId + spanId));
  }

  /**
   * @param text of the message, or of a line that has it
   */
  static TakenRecord log(String text) {
    int from = text.indexOf(SEQ) + SEQ.length();
    int to = from;
    while (from >= SEQ.length() && to < text.length() && Character.isDigit(text.charAt(to))) {
      to++;
    }
    return to == from || from < SEQ.length()
        ? new TakenRecord(Signal.UNNUMBERED_LOGS, hash(text))
        : new TakenRecord(Signal.LOGS, Long.parseLong(text.substring(from, to)));
  }

  /**
   * @param series its name and attributes
   * @param time in the protocol's unit
   */
  static TakenRecord point(Object series, long time) {
    return new TakenRecord(Signal.METRICS, hash(series + "@" + time));
  }

  /** FNV-1a, whose low bits alone are good enough for a table. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ octet & 0xff) * 0x100000001b3L;
    }
    return hash;
  }
}
