package io.sonde.bootstrap;

/** Reads headers of an incoming message. Must not consume, decode or change anything of it. */
public interface HeaderGetter<C> {
  /**
   * @param name in lower case; to be compared without regard to case
   * @return the value; several values joined by commas; null when there is none
   */
  String header(C carrier, String name);
}
