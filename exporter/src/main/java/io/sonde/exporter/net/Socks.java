package io.sonde.exporter.net;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;

/** The client of a SOCKS proxy of version 5 (RFC 1928) that asks for no password. */
final class Socks {
  private static final int VERSION = 5;
  private static final int DOMAIN_NAME = 3;

  private Socks() {}

  /** Has the proxy behind {@code wire} connect; from then on the wire leads there. */
  static void connect(Wire wire, String host, int port, Deadline deadline) throws IOException {
    // The JVM's proxies may resolve names that we cannot.
    byte[] name = host.getBytes(StandardCharsets.US_ASCII);
    if (name.length > 255) {
      throw new ConnectException("host name too long for SOCKS");
    }
    byte[] answer = new byte[256 + 2];
    send(wire, new byte[] {VERSION, 1, 0}, deadline);
    fill(wire, answer, 2, deadline);
    if (answer[0] != VERSION || answer[1] != 0) {
      throw new ConnectException("the SOCKS proxy wants a password, or is none");
    }
    byte[] request = new byte[7 + name.length];
    request[0] = VERSION;
    request[1] = 1;
    request[3] = DOMAIN_NAME;
    request[4] = (byte) name.length;
    System.arraycopy(name, 0, request, 5, name.length);
    request[5 + name.length] = (byte) (port >> 8);
    request[6 + name.length] = (byte) port;
    send(wire, request, deadline);
    fill(wire, answer, 5, deadline);
    if (answer[1] != 0) {
      throw new ConnectException("the SOCKS proxy could not connect, code " + answer[1]);
    }
    // The rest of the address that it connected from, of which one octet is read.
    int addressLength = answer[3] == DOMAIN_NAME ? 1 + (answer[4] & 0xff) : answer[3] == 1 ? 4 : 16;
    fill(wire, answer, addressLength - 1 + 2, deadline);
  }

  private static void send(Wire wire, byte[] bytes, Deadline deadline) throws IOException {
    wire.write(bytes, bytes.length, bytes, 0, 0, deadline);
  }

  /** Reads no octet more, which would be the peer's. */
  private static void fill(Wire wire, byte[] bytes, int count, Deadline deadline)
      throws IOException {
    for (int n = 0; n < count; ) {
      int read = wire.read(bytes, n, count - n, deadline);
      if (read < 0) {
        throw new ConnectException("the SOCKS proxy closed the connection");
      }
      n += read;
    }
  }
}
