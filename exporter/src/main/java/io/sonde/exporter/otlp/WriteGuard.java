package io.sonde.exporter.otlp;

import io.sonde.bootstrap.AgentThread;
import java.net.SocketTimeoutException;

/**
 * Closes a socket whose writing does not end in time. A peer that no longer reads blocks a write
 * for as long as it lives, and Java has no time-out for that.
 */
final class WriteGuard implements Runnable {
  private final Http2Socket socket;
  private final Deadline deadline;
  private boolean released;

  private WriteGuard(Http2Socket socket, Deadline deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  static WriteGuard start(Http2Socket socket, Deadline deadline) {
    WriteGuard guard = new WriteGuard(socket, deadline);
    AgentThread.start("otlp-write-guard", guard);
    return guard;
  }

  synchronized void release() {
    released = true;
    notifyAll();
  }

  @Override
  public synchronized void run() {
    try {
      while (!released) {
        wait(deadline.remainingMillis());
      }
    } catch (SocketTimeoutException e) {
      socket.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
