package io.sonde.exporter.jaeger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.net.HttpTarget;
import java.net.ConnectException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JaegerHttpTest {
  private JaegerCollector collector;

  @BeforeEach
  void start() throws Exception {
    JaegerSpans.unlimited();
    collector = new JaegerCollector();
  }

  @AfterEach
  void stop() {
    collector.close();
    assertEquals(List.of(), collector.malformed());
  }

  private ExportResult export(String path, List<Span> spans) throws Exception {
    URL url = new URL("http://jae:ger@127.0.0.1:" + collector.port() + path);
    BatchExporter<Span> exporter =
        JaegerExporter.http(
            new HttpTarget(url, Map.of(), null, 2000), JaegerSpans.RESOURCE, "io.sonde", "1.2");
    try {
      return exporter.export(spans);
    } finally {
      exporter.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/api/traces", "/api/traces?format=jaeger.thrift"})
  void spansArrive(String path) throws Exception {
    assertNull(export(path, JaegerSpans.of(600, "ä")).reason());
    assertEquals(600, collector.spans().size());
    assertEquals("span-599", collector.spans().get(599).span().getOperationName());
    assertEquals("shop", collector.spans().get(0).service());
    assertEquals(List.of("Basic amFlOmdlcg=="), collector.authorizations);
  }

  @ParameterizedTest
  @CsvSource({
    "400,false",
    "401,false",
    "404,false",
    "429,true",
    "500,true",
    "503,true",
    "302,false"
  })
  void statusDecides(int status, boolean retryable) throws Exception {
    collector.answers.add(status);
    ExportResult result = export("", JaegerSpans.of(3, "x"));
    assertEquals(retryable, result.retryable());
    assertEquals(retryable ? 0 : 3, result.rejected());
    assertTrue(result.reason().startsWith("HTTP status " + status), result.reason());
  }

  @Test
  void aBodyThatIsTooLargeIsHalved() throws Exception {
    collector.maxBody = 5_000;
    List<Span> spans = JaegerSpans.of(20, "x".repeat(1000));
    spans.set(7, JaegerSpans.one("large", "x".repeat(6_000)));
    ExportResult result = export("", spans);
    assertEquals(1, result.rejected());
    assertEquals(19, collector.spans().size());
  }

  @Test
  void aSpanThatCannotBeWrittenCostsItself() throws Exception {
    List<Span> spans = JaegerSpans.of(3, "x");
    spans.set(1, JaegerSpans.broken());
    ExportResult result = export("", spans);
    assertEquals(1, result.failed());
    assertEquals(0, result.rejected());
    assertEquals(2, collector.spans().size());
  }

  @Test
  void nobodyListens() {
    collector.close();
    assertThrows(ConnectException.class, () -> export("", JaegerSpans.of(1, "x")));
  }
}
