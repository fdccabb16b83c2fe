package io.sonde.agent.weave.subject;

/** An advice that fails each time. */
public final class Exploding {
  private Exploding() {}

  static void enter() {
    throw new IllegalStateException("of the advice");
  }
}
