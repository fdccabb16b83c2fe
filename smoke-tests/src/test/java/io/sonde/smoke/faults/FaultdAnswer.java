package io.sonde.smoke.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status of HTTP
 * @param taken what the answer takes
 * @param rejected how many records it refuses while it takes the others
 */
record FaultdAnswer(
    int status, Map<String, String> headers, byte[] body, List<TakenRecord> taken, int rejected) {
  static FaultdAnswer of(int status, String text) {
    return of(status, text.getBytes(StandardCharsets.UTF_8), List.of(), 0);
  }

  static FaultdAnswer of(int status, byte[] body, List<TakenRecord> taken, int rejected) {
    return new FaultdAnswer(status, new LinkedHashMap<>(), body, taken, rejected);
  }

  FaultdAnswer header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Status line, headers and body. */
  byte[] http() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(head(status == 204 ? "" : "Content-Length: " + body.length + "\r\n"));
    octets.writeBytes(status == 204 ? new byte[0] : body);
    return octets.toByteArray();
  }

  /**
   * @param framing headers that tell how long the body is
   */
  byte[] head(String framing) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n" + framing);
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
