package io.sonde.smoke.faults;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP/1.1 on a connection, with what goes wrong there. */
final class FaultdHttp {
  private static final int MAX_HEAD = 64 * 1024;
  private static final int CHUNK = 64 * 1024;

  private FaultdHttp() {}

  static void serve(FaultdListener listener, FaultdConnection connection) throws IOException {
    for (String head = head(connection.in); head != null; head = head(connection.in)) {
      Map<String, String> headers = new HashMap<>();
      String[] lines = head.split("\r\n");
      for (int i = 1; i < lines.length; i++) {
        String[] field = lines[i].split(":", 2);
        headers.put(field[0].toLowerCase(Locale.ROOT), field.length < 2 ? "" : field[1].trim());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      FaultdSetting now = listener.next(connection);
      int ordinal = listener.ordinal();
      switch (now.mode()) {
        case REFUSE -> {
          connection.reset();
          return;
        }
        case ACCEPT_NOREAD -> listener.hold(connection);
        case BLACKHOLE -> {
          connection.drain();
          return;
        }
        case RST_MID -> {
          if (ordinal % 2 == 1) {
            connection.in.readNBytes(length / 2);
            connection.reset();
            return;
          }
        }
        default -> {
          // Is about the answer.
        }
      }
      byte[] body = connection.in.readNBytes(length);
      if (body.length < length) {
        return;
      }
      FaultdAnswer answer;
      try {
        String path = lines[0].split(" ")[1];
        answer =
            FaultdReceiver.receive(
                listener.protocol, listener.taken, now, ordinal, path, headers, body);
      } catch (IOException | RuntimeException e) {
        listener.taken.malformed(lines[0] + ": " + e);
        answer = FaultdAnswer.of(400, String.valueOf(e));
      }
      answer(listener, connection, now.mode(), answer);
    }
  }

  /** Null at the end. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int octet = in.read();
      if (octet < 0) {
        return null;
      }
      if (head.length() == MAX_HEAD) {
        throw new IOException("a head that is too long");
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static void answer(
      FaultdListener listener, FaultdConnection connection, FaultMode mode, FaultdAnswer answer)
      throws IOException {
    byte[] octets = answer.http();
    switch (mode) {
      case RST_MID -> {
        connection.out.write(octets, 0, octets.length / 2);
        connection.out.flush();
        connection.reset();
      }
      case SLOW_DRIP -> {
        connection.drip(octets);
        take(listener, connection, answer);
      }
      case HUGE_BODY -> {
        takeUntold(listener, connection, answer);
        endless(connection, answer);
      }
      case BAD_GZIP -> {
        takeUntold(listener, connection, answer);
        byte[] garbage = new byte[32];
        Arrays.fill(garbage, (byte) 0x5a);
        FaultdAnswer bad = FaultdAnswer.of(200, garbage, answer.taken(), 0);
        connection.out.write(bad.header("Content-Encoding", "gzip").http());
        connection.out.flush();
      }
      default -> {
        take(listener, connection, answer);
        connection.out.write(octets);
        connection.out.flush();
      }
    }
  }

  /** Before the answer goes: who has read it may look at once. */
  static void take(FaultdListener listener, FaultdConnection connection, FaultdAnswer answer) {
    listener.taken.add(answer.taken());
    connection.answered(answer.taken());
    listener.taken.reject(answer.rejected());
  }

  /** What the status alone tells of. */
  private static void takeUntold(
      FaultdListener listener, FaultdConnection connection, FaultdAnswer answer) {
    if (listener.protocol != FaultdProtocol.ELASTICSEARCH) {
      take(listener, connection, answer);
    }
  }

  private static void endless(FaultdConnection connection, FaultdAnswer answer) throws IOException {
    FaultdAnswer head = FaultdAnswer.of(200, answer.body(), answer.taken(), 0);
    connection.out.write(head.head("Transfer-Encoding: chunked\r\n"));
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) ' ');
    while (true) {
      connection.out.write((Integer.toHexString(CHUNK) + "\r\n").getBytes());
      connection.out.write(chunk);
      connection.out.write("\r\n".getBytes());
    }
  }
}
