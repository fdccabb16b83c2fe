package io.sonde.smoke;

import java.util.List;

/** A Loki. */
interface LogStore extends AutoCloseable {
  String url();

  /**
   * The answer to a query of LogQL: lines, as it formats them, or for each stream the text of a
   * number.
   */
  List<String> query(String logql);

  @Override
  void close();
}
