package io.sonde.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that cannot be told to choose one themselves, below those that a system hands
 * out itself, to a server or to the near end of a connection, which may come between the look and
 * the use; and one for nobody to listen on. Thread safe.
 */
public final class FreePort {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 32_000;

  /** Bound, so that nobody else gets it, and not listened at, so that who connects is refused. */
  private static Socket nobody;

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

  /** A port of the loopback address that nobody listens on as long as this JVM lives. */
  public static synchronized int nobody() {
    if (nobody == null) {
      try {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        nobody = socket;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return nobody.getLocalPort();
  }
}
