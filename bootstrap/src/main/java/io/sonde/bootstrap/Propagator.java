package io.sonde.bootstrap;

/** One header format. Thread safe; a malformed header counts as none. */
interface Propagator {
  <C> void extract(C carrier, HeaderGetter<C> getter, RemoteParent into);

  <C> void inject(Span span, C carrier, HeaderSetter<C> setter);
}
