package io.sonde.exporter;

import java.util.List;

/**
 * Writes the body of a request. Not thread safe.
 *
 * @param <T> what a record is made of
 */
public interface BatchEncoder<T> {
  /**
   * Appends a request with the records {@code from} until before {@code to}. A record that cannot
   * be written costs itself: it is left out.
   *
   * @return how many were left out
   */
  int encode(List<T> batch, int from, int to, ProtoWriter out);
}
