package io.sonde.bootstrap;

/**
 * What belongs to a trace that is running: a span that has ended or a log event. They are a list
 * that begins at the local root, so that to keep one allocates nothing.
 */
abstract class Captured {
  /** Of a local root the latest entry of its list; of an entry the one before it. */
  volatile Captured next;
}
