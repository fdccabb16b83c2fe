package io.sonde.bootstrap;

import java.util.ArrayDeque;

/**
 * Writes what the agent logs on a thread that ends with the last line. A pipe that nobody reads is
 * full after 64 KiB, or after 4, and then holds whoever writes to it: no request, no class that is
 * being loaded, and no exit of the JVM may be that (opentelemetry-java-instrumentation#2849).
 * Thread safe.
 */
final class LogThread implements Runnable {
  /** Of what is beyond, nobody will ever know. */
  private static final int MAX_LINES = 100;

  private static final long PATIENCE_MILLIS = 500;

  private final ArrayDeque<String> lines = new ArrayDeque<String>();
  private Thread thread;

  /** Whether somebody has waited in vain, and nothing was written since. */
  private volatile boolean stuck;

  /** Returns when the line is written, which may be the JVM's last; or soon. */
  void write(String line) {
    Thread writing;
    try {
      writing = add(line);
    } catch (Throwable noThread) {
      AgentLog.print(line);
      return;
    }
    if (writing == null || stuck) {
      return;
    }
    try {
      writing.join(PATIENCE_MILLIS);
      stuck = writing.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Thread add(String line) {
    if (lines.size() == MAX_LINES) {
      return null;
    }
    if (thread == null) {
      Thread fresh = AgentThread.create("log", this);
      fresh.start();
      thread = fresh;
    }
    lines.add(line);
    return thread;
  }

  @Override
  public void run() {
    for (String line = next(); line != null; line = next()) {
      try {
        AgentLog.print(line);
      } catch (Throwable t) {
        // There is nowhere to tell it.
      }
      stuck = false;
    }
  }

  private synchronized String next() {
    String line = lines.poll();
    if (line == null) {
      thread = null;
    }
    return line;
  }
}
