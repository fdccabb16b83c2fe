package io.sonde.agent.weave.subject;

/** What {@link Exploding} is woven into. */
public final class Greeter {
  public String greet() {
    return "hello";
  }
}
