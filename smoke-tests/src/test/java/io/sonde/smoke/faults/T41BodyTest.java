package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T41",
    what = "bodies of all kinds, read by filter, servlet, reader, twice or never; a long stream")
class T41BodyTest {
  private static final String TEXT = "name=caf\u00c3\u00a9&token=S3CR3T-form&list=1&list=2";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
  private static final String PARTS =
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n"
          + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\n"
          + "x".repeat(20_000)
          + "\r\n--b--\r\n";
  private static final String[] READERS = {
    "/body/stream",
    "/body/reader",
    "/body/parameters",
    "/body/never",
    "/body/both",
    "/filter/body",
    "/plain"
  };
  private static final long MAX_HEAP = 4 << 20;

  /** The body is read before the application reads it. */
  static Mutant mutant() {
    return Mutant.named("body-read")
        .adding(Sabotage.class)
        .edit(
            "io.sonde.bootstrap.http.HttpServerSpan",
            "start",
            MethodEdit.startingWithArgument(Sabotage.class, "readBody"))
        .provenBy("bodies");
  }

  @Test
  void bodies() {
    try (Exchanges exchanges = new Exchanges(both -> {})) {
      int n = 0;
      for (String path : READERS) {
        String chunked = "";
        for (int from = 0; from < TEXT.length(); from += 7) {
          String chunk = TEXT.substring(from, Math.min(TEXT.length(), from + 7));
          chunked += Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n";
        }
        String length = "Content-Length: " + TEXT.length() + "\r\n";
        String[] requests = {
          FORM + length + "\r\n" + TEXT,
          length + "\r\n" + TEXT,
          FORM + "Transfer-Encoding: chunked\r\n\r\n" + chunked + "0\r\n\r\n",
          FORM + length + "Expect: 100-continue\r\n\r\n" + TEXT,
          FORM + "Content-Length: 0\r\n\r\n",
          "\r\n",
          FORM + "Transfer-Encoding: chunked\r\n\r\nnot a length\r\n"
        };
        for (String request : requests) {
          post(exchanges, path, "n=" + n++, request);
        }
      }
      String parts =
          "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + PARTS.length();
      String answer = post(exchanges, "/body/parts", "n=" + n, parts + "\r\n\r\n" + PARTS);
      assertTrue(answer.contains("f.txt 20000"), answer);
    }
  }

  private static String post(Exchanges exchanges, String path, String query, String rest) {
    String target = "POST " + path + "?" + query + " HTTP/1.1\r\n";
    String request = target + "Host: 127.0.0.1\r\nConnection: close\r\n" + rest;
    // What goes out first with Expect is 100, which is not the status of the answer.
    return rest.contains("Expect")
        ? exchanges.exchange(request, query, 200)
        : exchanges.exchange(request, query);
  }

  @Test
  void stream() throws IOException {
    upload(100L << 20);
  }

  /** The size that is promised. */
  @Test
  @Tag("faults")
  void oneGigabyte() throws IOException {
    upload(1L << 30);
  }

  private static void upload(long bytes) throws IOException {
    try (Exchanges exchanges = new Exchanges(both -> both.option("-Xmx64m"))) {
      FaultRun run = exchanges.run();
      exchanges.exchange(RawHttp.get("/plain?first", ""), "first");
      long before = Jcmd.liveHeap(run.watched().pid());
      assertEquals(upload(run.goldenPort(), bytes), upload(run.port(), bytes));
      exchanges.counted(1);
      long more = Jcmd.liveHeap(run.watched().pid()) - before;
      assertTrue(more < MAX_HEAP, more + " bytes more on the heap");
    }
  }

  private static String upload(int port, long bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      String head = "POST /body/stream?upload HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
      out.write(
          (head + "Content-Length: " + bytes + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] block = new byte[65536];
      for (long left = bytes; left > 0; left -= block.length) {
        block[0] = (byte) left;
        out.write(block, 0, (int) Math.min(left, block.length));
      }
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.substring(answer.indexOf("\r\n\r\n"));
    }
  }
}
