package io.sonde.benchmarks.process;

/** What any {@code -javaagent} costs: the JVM's own share. */
public final class EmptyAgent {
  private EmptyAgent() {}

  public static void premain(String arguments) {}
}
