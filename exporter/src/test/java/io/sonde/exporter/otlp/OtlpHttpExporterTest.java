package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpHttpExporterTest {
  private final List<ExportTraceServiceRequest> requests = new ArrayList<>();
  private final List<Map<String, List<String>>> headers = new ArrayList<>();
  private final Map<String, String> config = new HashMap<>();
  private HttpServer server;
  private ToIntFunction<ExportTraceServiceRequest> status = request -> 200;
  private byte[] body = new byte[0];
  private String retryAfter;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/base/v1/traces",
        exchange -> {
          headers.add(exchange.getRequestHeaders());
          byte[] bytes = exchange.getRequestBody().readAllBytes();
          if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
          }
          ExportTraceServiceRequest request = parse(exchange.getRequestHeaders(), bytes);
          requests.add(request);
          if (retryAfter != null) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          exchange.sendResponseHeaders(
              status.applyAsInt(request), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    config.put(
        "otel.exporter.otlp.endpoint",
        "http://localhost:" + server.getAddress().getPort() + "/base");
  }

  private static ExportTraceServiceRequest parse(Map<String, List<String>> headers, byte[] bytes)
      throws IOException {
    if (headers.get("Content-type").equals(List.of("application/x-protobuf"))) {
      return ExportTraceServiceRequest.parseFrom(bytes);
    }
    try {
      return (ExportTraceServiceRequest) OtlpJson.parse(OtlpSignal.TRACES, new String(bytes));
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ExportResult export(List<Span> batch) throws Exception {
    BatchExporter<Span> exporter =
        Records.exporter(OtlpSettings.resolve(OtlpSignal.TRACES, config::get));
    try {
      return exporter.export(batch);
    } finally {
      exporter.close();
    }
  }

  private static int spans(ExportTraceServiceRequest request) {
    return request.getResourceSpans(0).getScopeSpans(0).getSpansCount();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "none"})
  void spansArrive(String compression) throws Exception {
    config.put("otel.exporter.otlp.compression", compression);
    config.put("otel.exporter.otlp.headers", "X-Scope-OrgID=tenant%201");
    ExportResult result = export(Records.spans(3, "x"));
    assertNull(result.reason());
    assertFalse(result.retryable());
    assertEquals(3, spans(requests.get(0)));
    assertEquals(List.of("application/x-protobuf"), headers.get(0).get("Content-type"));
    assertEquals(List.of("tenant 1"), headers.get(0).get("X-scope-orgid"));
    assertEquals(
        compression.equals("gzip") ? List.of("gzip") : null,
        headers.get(0).get("Content-encoding"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "none"})
  void spansArriveAsJson(String compression) throws Exception {
    config.put("otel.exporter.otlp.protocol", "http/json");
    config.put("otel.exporter.otlp.compression", compression);
    body = "{\"partialSuccess\":{}}".getBytes();
    assertNull(export(Records.spans(3, "x")).reason());
    assertEquals(3, spans(requests.get(0)));
    assertEquals(List.of("application/json"), headers.get(0).get("Content-type"));
    body =
        "{\"partialSuccess\": {\"rejectedSpans\": \"2\", \"errorMessage\":\"too \\\"old\"}}"
            .getBytes();
    ExportResult result = export(Records.spans(3, "x"));
    assertEquals(2, result.rejected());
    assertEquals("partial success: too \\\"old", result.reason());
    body = "{\"partialSuccess\":{\"rejectedSpans\":1}}".getBytes();
    assertEquals(1, export(Records.spans(3, "x")).rejected());
    for (String odd :
        new String[] {"", "ok", "{", "\"rejected", "\"rejectedSpans\":\"", "null", ":"}) {
      body = odd.getBytes();
      assertEquals(0, export(Records.spans(3, "x")).rejected(), odd);
    }
  }

  @Test
  void partialSuccessIsCounted() throws Exception {
    body =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(2)
                    .setErrorMessage("too old"))
            .build()
            .toByteArray();
    ExportResult result = export(Records.spans(3, "x"));
    assertEquals(2, result.rejected());
    assertFalse(result.retryable());
    assertEquals("partial success: too old", result.reason());
    assertEquals(1, export(Records.spans(1, "x")).rejected(), "never more than were sent");
  }

  @Test
  void aWarningRejectsNothing() throws Exception {
    body =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setErrorMessage("slow down"))
            .build()
            .toByteArray();
    ExportResult result = export(Records.spans(3, "x"));
    assertEquals(0, result.rejected());
    assertFalse(result.retryable());
    assertEquals("partial success: slow down", result.reason());
  }

  @Test
  void aSuccessWithATextIsASuccess() throws Exception {
    body = "{\"partialSuccess\":{}}".getBytes();
    assertNull(export(Records.spans(3, "x")).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "400,false",
    "401,false",
    "403,false",
    "404,false",
    "408,false",
    "429,true",
    "500,false",
    "501,false",
    "502,true",
    "503,true",
    "504,true",
    "302,false"
  })
  void statusDecides(int code, boolean retryable) throws Exception {
    status = request -> code;
    ExportResult result = export(Records.spans(3, "x"));
    assertEquals(retryable, result.retryable());
    assertEquals(retryable ? 0 : 3, result.rejected());
    assertTrue(result.reason().startsWith("HTTP status " + code), result.reason());
    assertEquals(code == 401 || code == 403, result.reason().contains("credentials"));
    assertEquals(0, result.retryAfterMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "1,1000",
    "3600,300000",
    "'Fri, 31 Dec 1999 23:59:59 GMT',0",
    "'Mon, 31 Dec 2998 23:59:59 GMT',300000",
    "soon,0",
    "-5,0"
  })
  void retryAfterIsHandedOn(String value, long millis) throws Exception {
    status = request -> 429;
    retryAfter = value;
    assertEquals(millis, export(Records.spans(1, "x")).retryAfterMillis());
  }

  @Test
  void aBodyThatIsTooLargeIsHalved() throws Exception {
    status = request -> request.getSerializedSize() > 2500 ? 413 : 200;
    List<Span> batch = Records.spans(7, "x".repeat(1000));
    batch.set(2, Records.spans(1, "x".repeat(5000)).get(0));
    ExportResult result = export(batch);
    assertEquals(1, result.rejected());
    assertFalse(result.retryable());
    int arrived = 0;
    for (ExportTraceServiceRequest request : requests) {
      arrived += status.applyAsInt(request) == 200 ? spans(request) : 0;
    }
    assertEquals(6, arrived);
  }

  @Test
  void aHalfThatMustWaitMakesTheBatchWait() throws Exception {
    status = request -> spans(request) > 2 ? 413 : requests.size() > 2 ? 503 : 200;
    ExportResult result = export(Records.spans(4, "x"));
    assertTrue(result.retryable());
    assertEquals("HTTP status 503", result.reason());
  }

  @Test
  void aServerThatIsAwayIsAnIoError() {
    server.stop(0);
    assertThrows(IOException.class, () -> export(Records.spans(1, "x")));
  }
}
