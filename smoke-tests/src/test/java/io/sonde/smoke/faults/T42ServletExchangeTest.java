package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T42",
    what =
        "asynchronous answers, time-outs, dispatches, error pages, forwards, includes, aborts,"
            + " errors behind the commit")
class T42ServletExchangeTest {
  private static final int ROUNDS = 5;
  private static final String[] PATHS = {
    "/plain",
    "/nothing",
    "/async/complete",
    "/async/start",
    "/async/timeout",
    "/async/rescued",
    "/async/dispatch",
    "/async/fails",
    "/async/throws",
    "/async/twice",
    "/filter/async",
    "/filter/denies",
    "/error/200",
    "/error/418",
    "/error/throw",
    "/forward",
    "/forward/throw",
    "/forward/async",
    "/include",
    "/throw",
    "/committed/error"
  };

  /** What has ended is active for ever. */
  static Mutant mutant() {
    return Mutant.named("active-for-ever")
        .edit("io.sonde.bootstrap.http.HttpServerSpan", "finish", MethodEdit.withoutCall("add"));
  }

  @Test
  void eachExchangeOnce() throws IOException {
    try (Exchanges exchanges = new Exchanges(both -> {})) {
      for (int round = 0; round < ROUNDS; round++) {
        for (String path : PATHS) {
          String query = "path=" + path + "&round=" + round;
          exchanges.exchange(RawHttp.get(path + "?" + query, ""), query);
        }
        String cut = "cut=" + round;
        // 200 went out, and then the connection was cut: to Tomcat, its access log, and to us a
        // 500.
        exchanges.exchange(RawHttp.get("/committed/throw?" + cut, ""), cut, 500);
        String query = "aborted=" + round;
        abort(exchanges.run().port(), query);
        exchanges.counted(1);
        assertTrue(exchanges.awaitSpan(query) != null);
      }
    }
  }

  /** Leaves when the answer has begun. */
  private static void abort(int port, String query) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(RawHttp.get("/large?" + query, "").getBytes(StandardCharsets.ISO_8859_1));
      assertTrue(socket.getInputStream().read() >= 0);
      socket.setSoLinger(true, 0);
    }
  }
}
