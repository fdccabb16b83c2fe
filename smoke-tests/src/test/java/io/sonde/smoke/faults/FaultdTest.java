package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.sonde.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each mode, seen by a plain client: the backends of the suite do what the suite says. */
class FaultdTest {
  private final Faultd faultd = Faultd.start();

  @AfterEach
  void close() {
    faultd.close();
  }

  private FaultdClient client(FaultdProtocol protocol) {
    return new FaultdClient(faultd, protocol);
  }

  private static int status(String head) {
    return Integer.parseInt(head.split(" ")[1]);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"OTLP_GRPC", "LOGSTASH"})
  void takesOnceOrTwiceOrNever(FaultdProtocol protocol) throws Exception {
    FaultdClient client = client(protocol);
    try (Socket socket = client.socket()) {
      assertEquals(2, status(client.post(socket, 1, 3)) / 100);
    }
    assertEquals(2, status(client.post(3, 1)) / 100);
    assertEquals(List.of(), faultd.taken(protocol).malformed());
    assertEquals(1, client.taken(1));
    assertEquals(2, client.taken(3));
    assertEquals(0, client.taken(4));
  }

  @Test
  void takesCalls() throws Exception {
    FaultdClient client = client(FaultdProtocol.OTLP_GRPC);
    assertEquals(0, client.call(1, 2000, 10).length);
    client.call(2000, 1, 10);
    assertEquals(1, client.taken(1));
    assertEquals(2, client.taken(2000));
    assertEquals(0, client.taken(2001));
  }

  @Test
  void takesLines() throws Exception {
    Taken taken = faultd.taken(FaultdProtocol.LOGSTASH);
    try (Socket socket = client(FaultdProtocol.LOGSTASH).socket()) {
      String lines = "{\"message\":\"seq=7\"}\n{\"message\":\"none\"}\nno json\n";
      socket.getOutputStream().write(FaultdClient.utf8(lines));
      Await.until("malformed", () -> taken.malformed().size() == 1);
    }
    assertEquals(1, taken.logs().count(7));
    assertEquals(1, taken.ids(TakenRecord.Signal.UNNUMBERED_LOGS).total());
  }

  @ParameterizedTest
  @EnumSource
  void refuses(FaultdProtocol protocol) throws Exception {
    FaultdClient client = client(protocol);
    try (Socket open = client.socket()) {
      // The handler waits for its first octet by then, or the kernel has it in its queue.
      faultd.mode(protocol, FaultMode.REFUSE);
      assertThrows(IOException.class, () -> FaultdClient.head(open));
    }
    for (int i = 0; i < 3; i++) {
      assertThrows(ConnectException.class, client::socket);
    }
    faultd.mode(protocol, FaultMode.OK);
    client.socket().close();
  }

  @ParameterizedTest
  @EnumSource
  void acceptsAndNeverReads(FaultdProtocol protocol) throws Exception {
    faultd.mode(protocol, FaultMode.ACCEPT_NOREAD);
    try (Socket socket = client(protocol).socket()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  socket.getOutputStream().write(new byte[64 << 20]);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread.sleep(500);
      assertFalse(writing.isDone());
      faultd.mode(protocol, FaultMode.OK);
      assertInstanceOf(
          IllegalStateException.class,
          assertThrows(ExecutionException.class, writing::get).getCause());
    }
  }

  /** A connection that stands already. */
  @Test
  void doesNotReadOn() throws Exception {
    FaultdClient client = client(FaultdProtocol.LOKI);
    try (Socket socket = client.socket()) {
      client.post(socket, 1, 1);
      faultd.mode(FaultdProtocol.LOKI, FaultMode.ACCEPT_NOREAD);
      socket.setSoTimeout(500);
      assertThrows(SocketTimeoutException.class, () -> client.post(socket, 2, 1));
      faultd.mode(FaultdProtocol.LOKI, FaultMode.OK);
      assertThrows(IOException.class, () -> client.post(socket, 2, 1));
    }
    assertEquals(0, client.taken(2));
  }

  @ParameterizedTest
  @EnumSource(names = {"OTLP_HTTP", "LOKI", "ELASTICSEARCH", "ZIPKIN", "REMOTE_WRITE"})
  void isABlackHole(FaultdProtocol protocol) throws Exception {
    faultd.mode(protocol, FaultMode.BLACKHOLE);
    FaultdClient client = client(protocol);
    try (Socket socket = client.socket()) {
      socket.getOutputStream().write(FaultdClient.utf8("POST / HTTP/1.1\r\n\r\n"));
      socket.getOutputStream().write(new byte[32 << 20]);
      socket.setSoTimeout(300);
      assertThrows(SocketTimeoutException.class, () -> client.post(socket, 1, 1));
    }
    assertEquals(0, client.taken(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"OTLP_HTTP", "LOKI"})
  void drips(FaultdProtocol protocol) throws Exception {
    faultd.mode(protocol, FaultMode.SLOW_DRIP);
    FaultdClient client = client(protocol);
    try (Socket socket = client.socket()) {
      socket.getOutputStream().write(client.request(1, 1));
      assertEquals('H', socket.getInputStream().read());
      long start = System.nanoTime();
      assertEquals('T', socket.getInputStream().read());
      assertTrue(System.nanoTime() - start > 900_000_000L);
      assertEquals(0, socket.getInputStream().available());
    }
    assertEquals(0, client.taken(1));
  }

  @Test
  void readsInDrips() throws Exception {
    Taken taken = faultd.taken(FaultdProtocol.LOGSTASH);
    faultd.mode(FaultdProtocol.LOGSTASH, FaultMode.SLOW_DRIP);
    try (Socket socket = client(FaultdProtocol.LOGSTASH).socket()) {
      long start = System.nanoTime();
      socket.getOutputStream().write(FaultdClient.utf8("1\n"));
      Await.until("a line", () -> !taken.malformed().isEmpty());
      assertTrue(System.nanoTime() - start > 1_900_000_000L);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"OTLP_GRPC", "LOGSTASH"})
  void resets(FaultdProtocol protocol) throws Exception {
    faultd.mode(protocol, FaultMode.RST_MID);
    FaultdClient client = client(protocol);
    for (int i = 1; i <= 4; i++) {
      int first = 10_000 * i;
      try (Socket socket = client.socket()) {
        assertThrows(
            IOException.class,
            () -> {
              client.post(socket, first, 10_000);
              socket.getInputStream().readAllBytes();
            });
      }
      assertEquals(0, client.taken(first));
    }
  }

  @ParameterizedTest
  @CsvSource({"401,", "413,", "429,", "429,2", "500,", "503,", "503,3600"})
  void answersWithAStatus(int status, String retryAfter) throws Exception {
    FaultMode mode = FaultMode.of("" + status);
    faultd.all(FaultdSetting.of(mode).retryAfter(retryAfter));
    for (FaultdProtocol protocol : FaultdProtocol.values()) {
      if (protocol != FaultdProtocol.OTLP_GRPC && protocol != FaultdProtocol.LOGSTASH) {
        FaultdClient client = client(protocol);
        String head = client.post(1, 1);
        assertEquals(status, status(head));
        assertEquals(retryAfter != null, head.contains("Retry-After: " + retryAfter + "\r\n"));
        assertEquals(0, client.taken(1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401,, UNAUTHENTICATED",
    "413,, RESOURCE_EXHAUSTED",
    "429,2, RESOURCE_EXHAUSTED",
    "500,, INTERNAL",
    "503,, UNAVAILABLE"
  })
  void answersCallsWithAStatus(String mode, String retryAfter, Status.Code code) {
    faultd.mode(
        FaultdProtocol.OTLP_GRPC, FaultdSetting.of(FaultMode.of(mode)).retryAfter(retryAfter));
    FaultdClient client = client(FaultdProtocol.OTLP_GRPC);
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> client.call(1, 1, 10));
    assertEquals(code, e.getStatus().getCode());
    byte[] details =
        e.getTrailers()
            .get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
    assertEquals(retryAfter != null, new String(details, 0, details.length).contains("RetryInfo"));
    assertEquals(0, client.taken(1));
  }

  @Test
  void everySecond() throws Exception {
    faultd.mode(FaultdProtocol.ZIPKIN, FaultdSetting.of(FaultMode.UNAVAILABLE).every(2));
    FaultdClient client = client(FaultdProtocol.ZIPKIN);
    assertEquals(202, status(client.post(1, 1)));
    assertEquals(503, status(client.post(2, 1)));
    assertEquals(202, status(client.post(3, 1)));
    assertEquals(
        List.of(FaultMode.OK, FaultMode.UNAVAILABLE, FaultMode.OK),
        faultd.taken(FaultdProtocol.ZIPKIN).requests().stream().map(Taken.Request::mode).toList());
  }

  @Test
  void tooLargeForSome() throws Exception {
    faultd.mode(FaultdProtocol.OTLP_HTTP, FaultdSetting.of(FaultMode.TOO_LARGE).limit(2));
    FaultdClient client = client(FaultdProtocol.OTLP_HTTP);
    assertEquals(413, status(client.post(1, 3)));
    assertEquals(200, status(client.post(1, 2)));
    assertEquals(1, client.taken(2));
  }

  @ParameterizedTest
  @CsvSource({"OTLP_HTTP, 200", "LOKI, 400"})
  void takesAllButSome(FaultdProtocol protocol, int status) throws Exception {
    faultd.mode(protocol, FaultdSetting.of(FaultMode.PARTIAL).reject(2));
    FaultdClient client = client(protocol);
    assertEquals(status, status(client.post(1, 3)));
    assertEquals(0, client.taken(2));
    assertEquals(1, client.taken(3));
    assertEquals(2, faultd.taken(protocol).rejected());
  }

  @Test
  void takesAllButSomeOfACall() throws Exception {
    faultd.mode(FaultdProtocol.OTLP_GRPC, FaultdSetting.of(FaultMode.PARTIAL).reject(2));
    FaultdClient client = client(FaultdProtocol.OTLP_GRPC);
    var answer = ExportTraceServiceResponse.parseFrom(client.call(1, 3, 10));
    assertEquals(2, answer.getPartialSuccess().getRejectedSpans());
    assertEquals(1, client.taken(3));
  }

  @Test
  void documentsHaveFates() throws Exception {
    faultd.mode(FaultdProtocol.ELASTICSEARCH, FaultMode.ITEM_ERRORS);
    FaultdClient client = client(FaultdProtocol.ELASTICSEARCH);
    try (Socket socket = client.socket()) {
      String head = client.post(socket, 1, 3);
      int length = Integer.parseInt(head.split("Content-Length: |\r\n")[2]);
      String body = new String(socket.getInputStream().readNBytes(length));
      assertTrue(body.startsWith("{\"errors\":true,"), body);
      assertTrue(body.contains("429") && body.contains("400") && body.contains("201"), body);
    }
    assertEquals(1, faultd.taken(FaultdProtocol.ELASTICSEARCH).logs().total());
    assertEquals(1, faultd.taken(FaultdProtocol.ELASTICSEARCH).rejected());
  }

  @Test
  void answersWithoutEnd() throws Exception {
    faultd.all(FaultMode.HUGE_BODY);
    FaultdClient client = client(FaultdProtocol.OTLP_HTTP);
    try (Socket socket = client.socket()) {
      assertEquals(200, status(client.post(socket, 1, 1)));
      assertEquals(64 << 20, socket.getInputStream().readNBytes(64 << 20).length);
    }
    assertEquals(1, client.taken(1));
    FaultdClient caller = client(FaultdProtocol.OTLP_GRPC);
    assertThrows(StatusRuntimeException.class, () -> caller.call(1, 1, 10));
    assertEquals(0, caller.taken(1));
  }

  @Test
  void answersWithBadGzip() throws Exception {
    faultd.all(FaultMode.BAD_GZIP);
    FaultdClient client = client(FaultdProtocol.LOKI);
    assertTrue(client.post(1, 1).contains("Content-Encoding: gzip"));
    assertEquals(1, client.taken(1));
    FaultdClient caller = client(FaultdProtocol.OTLP_GRPC);
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> caller.call(1, 1, 10));
    assertTrue(String.valueOf(e.getCause()).contains("GZIP"), () -> "" + e.getCause());
    assertEquals(1, caller.taken(1));
  }

  @Test
  void showsCertificates() throws Exception {
    FaultdClient client = client(FaultdProtocol.ELASTICSEARCH);
    try (Socket socket = client.secureSocket()) {
      assertEquals(200, status(client.post(socket, 1, 1)));
    }
    for (FaultMode mode : List.of(FaultMode.EXPIRED_CERT, FaultMode.WRONG_CA)) {
      faultd.all(mode);
      SSLHandshakeException e =
          assertThrows(SSLHandshakeException.class, () -> client.post(client.secureSocket(), 2, 1));
      assertTrue(
          e.toString()
              .contains(mode == FaultMode.WRONG_CA ? "valid certification path" : "validity"),
          e::toString);
      assertThrows(IOException.class, () -> client.post(2, 1), "without TLS");
    }
    assertEquals(0, client.taken(2));
    faultd.all(FaultMode.OK);
    assertEquals(200, status(client.post(2, 1)));
  }

  /** First one that costs the call, then one behind it. */
  @Test
  void goesAway() throws Exception {
    faultd.mode(FaultdProtocol.OTLP_GRPC, FaultMode.H2_GOAWAY);
    FaultdClient client = client(FaultdProtocol.OTLP_GRPC);
    assertThrows(StatusRuntimeException.class, () -> client.call(1, 1, 10));
    assertEquals(0, client.taken(1));
    // grpc-java may have tried the refused one again by itself, and so be one ahead.
    faultd.mode(FaultdProtocol.OTLP_GRPC, FaultdSetting.of(FaultMode.H2_GOAWAY).every(2));
    client.call(2, 1, 10);
    client.call(3, 1, 10);
    assertEquals(1, client.taken(3));
  }

  @ParameterizedTest
  @CsvSource({"accept-noread", "blackhole", "slow-drip", "rst-mid"})
  void callsThatFail(String mode) {
    faultd.mode(FaultdProtocol.OTLP_GRPC, FaultMode.of(mode));
    FaultdClient client = client(FaultdProtocol.OTLP_GRPC);
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> client.call(1, 1, 1));
    boolean reset = mode.equals("rst-mid");
    assertEquals(
        reset ? Status.Code.UNAVAILABLE : Status.Code.DEADLINE_EXCEEDED, e.getStatus().getCode());
    assertEquals(0, client.taken(1));
  }

  @Test
  void malformedIsNeitherTakenNorForgotten() throws Exception {
    try (Socket socket = client(FaultdProtocol.ZIPKIN).socket()) {
      String request =
          "POST /api/v2/spans HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[x";
      socket.getOutputStream().write(FaultdClient.utf8(request));
      assertEquals(400, status(FaultdClient.head(socket)));
    }
    assertEquals(1, faultd.taken(FaultdProtocol.ZIPKIN).malformed().size());
  }

  /** It has to be sent again by who did not see the answer; by nobody else. */
  @Test
  void tellsWhatAClientGaveUp() throws Exception {
    FaultdClient client = client(FaultdProtocol.LOKI);
    Taken taken = faultd.taken(FaultdProtocol.LOKI);
    try (Socket socket = client.socket()) {
      client.post(socket, 1, 1);
      client.post(socket, 2, 1);
      Thread.sleep(2_000);
    }
    client.post(3, 1);
    for (int id = 1; id <= 3; id++) {
      client.post(id, 1);
    }
    Await.until(
        "those that were read",
        () -> Set.copyOf(taken.twice(taken.logs())),
        Set.of(1L, 3L)::equals);
  }

  @Test
  void manyIdsAreCountedExactly() {
    TakenIds ids = new TakenIds();
    for (long id = -100_000; id < 100_000; id++) {
      ids.add(id);
    }
    ids.add(0);
    ids.add(77);
    assertEquals(200_000, ids.distinct());
    assertEquals(200_002, ids.total());
    assertEquals(List.of(0L, 77L), ids.atLeast(2).stream().sorted().toList());
    assertEquals(List.of(100_000L), ids.missing(-100_000, 100_001));
  }

  @Test
  void isAProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Faultd.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      Map<String, Integer> ports = new HashMap<>();
      while (!ports.containsKey("control")) {
        String[] words = out.readLine().split(" ");
        ports.put(words[0], Integer.parseInt(words[1]));
      }
      String control = "http://127.0.0.1:" + ports.get("control");
      assertEquals("", get(control + "/mode?protocol=loki&mode=429&retry-after=2"));
      assertTrue(get(control + "/mode?protocol=zipkin&mode=partial").contains("no mode partial"));
      try (Socket socket = new Socket("127.0.0.1", ports.get("loki"))) {
        socket.getOutputStream().write(client(FaultdProtocol.LOKI).request(1, 1));
        assertTrue(FaultdClient.head(socket).contains("Retry-After: 2"));
      }
      get(control + "/mode?protocol=loki&mode=ok");
      try (Socket socket = new Socket("127.0.0.1", ports.get("loki"))) {
        socket.getOutputStream().write(client(FaultdProtocol.LOKI).request(5, 1));
        FaultdClient.head(socket);
      }
      assertEquals("5 1\n", get(control + "/ids?protocol=loki&signal=logs"));
      assertTrue(get(control + "/taken").contains("\"logs\":{\"distinct\":1,\"total\":1}"));
    } finally {
      process.getOutputStream().close();
      assertEquals(0, process.waitFor());
    }
  }

  private static String get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
