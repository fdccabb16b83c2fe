package io.sonde.benchmarks;

/** What any {@code -javaagent} costs: the JVM's own share. Built into a jar by {@code startup}. */
public final class EmptyAgent {
  private EmptyAgent() {}

  public static void premain(String arguments) {}
}
