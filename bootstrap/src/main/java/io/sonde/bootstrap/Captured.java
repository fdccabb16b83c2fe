package io.sonde.bootstrap;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What belongs to a trace that is running: a span that has ended or a log event. They are a list
 * that begins at the local root, so that to keep one allocates nothing.
 */
abstract class Captured {
  static final AtomicReferenceFieldUpdater<Captured, Captured> NEXT =
      AtomicReferenceFieldUpdater.newUpdater(Captured.class, Captured.class, "next");

  /** Of a local root the latest entry of its list; of an entry the one before it. */
  volatile Captured next;
}
