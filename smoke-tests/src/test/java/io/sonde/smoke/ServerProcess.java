package io.sonde.smoke;

import io.sonde.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real server in a process of its own, which takes long to start. */
final class ServerProcess implements AutoCloseable {
  /** Of the patience of {@link Await} each. */
  private static final int WAITS = 6;

  private final Process process;
  private final Path log;

  /** Asks a server whether it serves. */
  interface Health {
    /**
     * @throws UncheckedIOException when nobody listens
     */
    boolean up();
  }

  /**
   * @param log gets its output
   */
  ServerProcess(ProcessBuilder command, Path log) throws IOException {
    this.log = log;
    process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Waits until it serves; ends it when it does not. */
  void await(Health health) throws IOException {
    for (int i = 1; !isUp(health); i++) {
      try {
        Await.until("the server", () -> isUp(health) || !process.isAlive());
      } catch (AssertionError late) {
        if (i < WAITS) {
          continue;
        }
      }
      if (!process.isAlive() || i == WAITS) {
        close();
        throw new AssertionError("the server does not serve: " + Files.readString(log));
      }
    }
  }

  private static boolean isUp(Health health) {
    try {
      return health.up();
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
