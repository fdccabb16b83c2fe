package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against grpc-java's server. */
class OtlpGrpcExporterTest {
  private static final List<Span> ONE = Records.spans(1, "x");

  private GrpcReceiver receiver;
  private BatchExporter<Span> exporter;

  @BeforeEach
  void start() throws IOException {
    receiver = new GrpcReceiver(0, null);
    exporter = exporter(Map.of());
  }

  @AfterEach
  void stop() throws InterruptedException {
    exporter.close();
    receiver.close();
  }

  private BatchExporter<Span> exporter(Map<String, String> more) {
    return Records.exporter(receiver.settings(OtlpSignal.TRACES, more));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "none"})
  void spansArrive(String compression) throws Exception {
    exporter = exporter(Map.of("otel.exporter.otlp.compression", compression));
    for (int i = 0; i < 3; i++) {
      ExportResult result = exporter.export(Records.spans(2, "täxt"));
      assertNull(result.reason());
      assertFalse(result.retryable());
    }
    assertEquals(3, receiver.requests.size());
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(receiver.requests.get(2));
    assertEquals("span-1", request.getResourceSpans(0).getScopeSpans(0).getSpans(1).getName());
    assertEquals(
        compression.equals("gzip") ? "gzip" : null,
        receiver.headers.get(0).get(key("grpc-encoding")));
  }

  @Test
  void ownHeadersAreSent() throws Exception {
    exporter =
        exporter(
            Map.of(
                "otel.exporter.otlp.headers",
                "Authorization=Basic%20abc%3D,x-long=" + "v".repeat(20_000 / 4)));
    exporter.export(ONE);
    assertEquals("Basic abc=", receiver.headers.get(0).get(key("authorization")));
    assertEquals(5000, receiver.headers.get(0).get(key("x-long")).length());
    assertTrue(receiver.headers.get(0).get(key("user-agent")).startsWith("sonde"));
  }

  @Test
  void aBodyOfSeveralMegabytesObeysFlowControl() throws Exception {
    exporter = exporter(Map.of("otel.exporter.otlp.compression", "none"));
    List<Span> batch = Records.spans(120, "x".repeat(64 * 1024));
    for (int i = 0; i < 3; i++) {
      assertNull(exporter.export(batch).reason());
    }
    for (byte[] request : receiver.requests) {
      assertTrue(request.length > 7 << 20);
      assertEquals(
          120,
          ExportTraceServiceRequest.parseFrom(request)
              .getResourceSpans(0)
              .getScopeSpans(0)
              .getSpansCount());
    }
  }

  @Test
  void aServerThatWasStartedAnewIsFoundAtTheNextExport() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertNull(exporter.export(ONE).reason());
      int port = receiver.port();
      if (i == 1) {
        receiver.kill();
      } else {
        receiver.close(); // GOAWAY first
      }
      receiver = new GrpcReceiver(port, null);
    }
    assertNull(exporter.export(ONE).reason());
    assertEquals(1, receiver.requests.size());
  }

  @Test
  void aServerThatIsAwayIsAnIoError() throws Exception {
    exporter.export(ONE);
    int port = receiver.port();
    receiver.close();
    assertThrows(IOException.class, () -> exporter.export(ONE));
    assertThrows(IOException.class, () -> exporter.export(ONE));
    receiver = new GrpcReceiver(port, null);
    assertNull(exporter.export(ONE).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELLED,true",
    "UNKNOWN,false",
    "INVALID_ARGUMENT,false",
    "DEADLINE_EXCEEDED,true",
    "NOT_FOUND,false",
    "ALREADY_EXISTS,false",
    "PERMISSION_DENIED,false",
    "RESOURCE_EXHAUSTED,false",
    "FAILED_PRECONDITION,false",
    "ABORTED,true",
    "OUT_OF_RANGE,true",
    "UNIMPLEMENTED,false",
    "INTERNAL,false",
    "UNAVAILABLE,true",
    "DATA_LOSS,true",
    "UNAUTHENTICATED,false"
  })
  void statusDecides(Status.Code code, boolean retryable) throws Exception {
    receiver.fail(code.toStatus().withDescription("späte 100%"), null);
    List<Span> batch = Records.spans(3, "x");
    for (int i = 0; i < 2; i++) { // The second answer comes out of HPACK's dynamic table.
      ExportResult result = exporter.export(batch);
      assertEquals(retryable, result.retryable());
      assertEquals(retryable ? 0 : 3, result.rejected());
      boolean credentials =
          code == Status.Code.UNAUTHENTICATED || code == Status.Code.PERMISSION_DENIED;
      assertEquals(
          "gRPC status " + code.value() + (credentials ? " (credentials)" : "") + ": späte 100%",
          result.reason());
      assertEquals(0, result.retryAfterMillis());
    }
    assertEquals(2, receiver.requests.size());
  }

  @Test
  void retryInfoMakesExhaustionRetryable() throws Exception {
    receiver.fail(Status.RESOURCE_EXHAUSTED, GrpcReceiver.retryAfter(5, 250_000_000));
    assertEquals(5250, exporter.export(ONE).retryAfterMillis());
    receiver.fail(Status.UNAVAILABLE, GrpcReceiver.retryAfter(86400, 0));
    assertEquals(300_000, exporter.export(ONE).retryAfterMillis());
    Metadata broken = new Metadata();
    broken.put(GrpcReceiver.DETAILS, new byte[] {26, 100, 1});
    receiver.fail(Status.RESOURCE_EXHAUSTED, broken);
    assertEquals(1, exporter.export(ONE).rejected());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void partialSuccessIsCounted(boolean compressed) throws Exception {
    receiver.compressAnswers = compressed;
    receiver.answer =
        request ->
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray();
    ExportResult result = exporter.export(Records.spans(5, "x"));
    assertEquals(2, result.rejected());
    assertFalse(result.retryable());
    assertEquals("partial success: too old", result.reason());
  }

  @Test
  void aMessageThatIsTooLargeIsHalved() throws Exception {
    receiver.answer =
        request -> {
          if (request.length > 2500) {
            throw Status.RESOURCE_EXHAUSTED
                .withDescription("grpc: received message larger than max (9 vs. 2)")
                .asRuntimeException();
          }
          return new byte[0];
        };
    List<Span> batch = Records.spans(6, "x".repeat(1000));
    batch.set(4, Records.spans(1, "x".repeat(5000)).get(0));
    ExportResult result = exporter.export(batch);
    assertEquals(1, result.rejected());
    assertFalse(result.retryable());
  }

  @Test
  void anAnswerThatDoesNotComeEndsWithTheTimeOut() throws Exception {
    exporter = exporter(Map.of("otel.exporter.otlp.timeout", "200"));
    CountDownLatch over = new CountDownLatch(1);
    receiver.answer =
        request -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new byte[0];
        };
    try {
      assertTrue(exporter.export(ONE).retryable()); // The server's own deadline was first.
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("time"), e.getMessage());
    } finally {
      over.countDown();
    }
    receiver.answer = request -> new byte[0];
    assertNull(exporter(Map.of()).export(ONE).reason());
  }

  @Test
  void loneSurrogatesAreSentAsValidUtf8() throws Exception {
    BatchExporter<LogEvent> logs =
        OtlpExporter.logs(receiver.settings(OtlpSignal.LOGS, Map.of()), Records.RESOURCE, null);
    String text = "a\ud83db\udc00c\ud83d";
    assertNull(logs.export(List.of(Records.log("test", text, null, "key", text))).reason());
    logs.close();
    // The official parser refuses a string that is not UTF-8, as receivers do.
    var record =
        ExportLogsServiceRequest.parseFrom(receiver.requests.get(0))
            .getResourceLogs(0)
            .getScopeLogs(0)
            .getLogRecords(0);
    assertEquals("a?b?c?", record.getBody().getStringValue());
    assertEquals("a?b?c?", record.getAttributes(0).getValue().getStringValue());
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
