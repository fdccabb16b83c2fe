package io.sonde.smoke.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no client library would send. */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 20_000;

  private RawHttp() {}

  /**
   * What the server answers until it closes the connection, the date left out; text is ISO 8859-1.
   */
  static String exchange(int port, String request) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    String end = "";
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[65536];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        answer.write(buffer, 0, n);
      }
    } catch (IOException e) {
      end = "\n" + e;
    }
    return answer
            .toString(StandardCharsets.ISO_8859_1)
            .replaceAll("(?m)^(Date|Last-Modified): .*\r\n", "")
            .replace(":" + port, ":PORT")
        + end;
  }

  /**
   * A request that is the last one of its connection.
   *
   * @param headers whole lines, each with its end, or nothing
   */
  static String get(String target, String headers) {
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        + headers
        + "\r\n";
  }
}
