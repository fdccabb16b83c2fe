package io.sonde.smoke.programs.allocation;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One GET request, sent again and again over one connection, by code that no agent watches. */
final class HttpGet implements AutoCloseable {
  private final Socket socket;
  private final byte[] request;
  private final byte[] end;

  /**
   * @param headers each with its line end
   * @param end of the response's body
   */
  HttpGet(int port, String path, String headers, String end) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    request =
        ("GET " + path + " HTTP/1.1\r\nHost: shop\r\nUser-Agent: meter\r\n" + headers + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.end = end.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends the request and reads the response to its end. */
  void send() throws IOException {
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    int matched = 0;
    while (matched < end.length) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("the server has closed the connection");
      }
      matched = octet == end[matched] ? matched + 1 : octet == end[0] ? 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
