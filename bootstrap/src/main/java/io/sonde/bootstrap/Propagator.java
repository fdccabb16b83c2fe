package io.sonde.bootstrap;

/** One header format. Thread safe; a malformed header counts as none. */
interface Propagator {
  /**
   * Reads what the message says.
   *
   * @param found by another format, or null
   * @return {@code found}, or a new parent when there was none and this format has something to say
   */
  <C> RemoteParent extract(C carrier, HeaderGetter<C> getter, RemoteParent found);

  <C> void inject(Span span, C carrier, HeaderSetter<C> setter);
}
