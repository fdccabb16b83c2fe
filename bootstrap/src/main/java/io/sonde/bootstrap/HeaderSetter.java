package io.sonde.bootstrap;

/** Sets headers of an outgoing message. */
public interface HeaderSetter<C> {
  /** Sets (not adds) one header. */
  void header(C carrier, String name, String value);
}
