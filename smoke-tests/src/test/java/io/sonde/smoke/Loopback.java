package io.sonde.smoke;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/** Addresses of this machine on which a well-known port is free. */
final class Loopback {
  private Loopback() {}

  /** Skips the test on a system that has no more than 127.0.0.1. */
  static InetSocketAddress withPort(int port) throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    InetAddress address =
        InetAddress.getByName("127.%d.%d.1".formatted(random.nextInt(1, 255), random.nextInt(255)));
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return new InetSocketAddress(address, socket.getLocalPort());
    } catch (IOException e) {
      return Assumptions.abort("no " + address + " here: " + e);
    }
  }
}
