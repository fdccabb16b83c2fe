package io.sonde.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that cannot be told to choose one themselves, and for nobody to listen on.
 * Below those that a system hands out itself, to a server or to the near end of a connection, which
 * may come between the look and the use.
 */
public final class FreePort {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 32_000;

  private FreePort() {}

  /** A port that was free on the loopback address a moment ago. */
  public static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: another one.
      }
    }
  }
}
