package io.sonde.smoke.faults;

import io.sonde.exporter.lines.FlatJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Logstash's tcp input with its codec for lines of JSON. A connection counts as one request. */
final class FaultdLogstash {
  private FaultdLogstash() {}

  static void serve(FaultdListener listener, FaultdConnection connection) throws IOException {
    listener.next(connection);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = connection.in.read(); octet >= 0; octet = connection.in.read()) {
      switch (listener.setting().mode()) {
        case ACCEPT_NOREAD -> listener.hold(connection);
        case RST_MID, REFUSE -> {
          connection.reset();
          return;
        }
        case SLOW_DRIP -> FaultdConnection.pause();
        default -> {
          // Reads on.
        }
      }
      if (octet == '\n') {
        take(listener, line.toByteArray());
        line.reset();
      } else {
        line.write(octet);
      }
    }
  }

  private static void take(FaultdListener listener, byte[] line) {
    listener.taken.look(line);
    try {
      ByteBuffer octets = ByteBuffer.wrap(line);
      String text = StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
      String message = String.valueOf(FlatJson.parse(text).get("message"));
      listener.taken.add(List.of(TakenRecord.log(message)));
    } catch (IOException e) {
      listener.taken.malformed(e.toString());
    }
  }
}
