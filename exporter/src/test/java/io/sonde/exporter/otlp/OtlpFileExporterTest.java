package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpFileExporterTest {
  @TempDir Path folder;

  private BatchExporter<Span> spans(Path path, long maxBytes) {
    return OtlpFileExporter.spans(path, maxBytes, Records.RESOURCE, "test", "1.2");
  }

  @Test
  void aRequestALineOfAllSignals() throws Exception {
    Path path = folder.resolve("otlp.jsonl");
    BatchExporter<Span> spans = spans(path, 1 << 20);
    BatchExporter<LogEvent> logs = OtlpFileExporter.logs(path, 1 << 20, Records.RESOURCE);
    assertNull(spans.export(Records.spans(3, "two\nlines")).reason());
    assertNull(logs.export(List.of(Records.log("a", "hello", null))).reason());
    spans.close();
    BatchExporter<Span> anew = spans(path, 1 << 20);
    Thread.currentThread().interrupt();
    assertNull(anew.export(Records.spans(2, "x")).reason());
    anew.close();
    logs.close();
    List<String> lines = Files.readAllLines(path);
    assertEquals(3, lines.size());
    assertEquals(3, count(lines.get(0)));
    assertEquals(
        "hello",
        ((ExportLogsServiceRequest) OtlpJson.parse(OtlpSignal.LOGS, lines.get(1)))
            .getResourceLogs(0)
            .getScopeLogs(0)
            .getLogRecords(0)
            .getBody()
            .getStringValue());
    assertEquals(2, count(lines.get(2)));
    assertTrue(Files.readString(path).endsWith("}\n"));
  }

  private static int count(String line) throws Exception {
    return ((ExportTraceServiceRequest) OtlpJson.parse(OtlpSignal.TRACES, line))
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpansCount();
  }

  @Test
  void aFullFileTakesNoMoreAndSaysSo() throws Exception {
    Path path = folder.resolve("otlp.jsonl");
    spans(path, 1 << 20).export(Records.spans(1, "x"));
    long size = Files.size(path);
    BatchExporter<Span> full = spans(path, 2 * size);
    assertNull(full.export(Records.spans(1, "y")).reason());
    ExportResult result = full.export(Records.spans(1, "z"));
    assertEquals(1, result.rejected());
    assertEquals("the file is full", result.reason());
    assertEquals(2 * size, Files.size(path));
  }

  @Test
  void aFileThatCannotBeMadeIsForLater() throws Exception {
    BatchExporter<Span> exporter = spans(folder.resolve("later/otlp.jsonl"), 1 << 20);
    assertThrows(IOException.class, () -> exporter.export(Records.spans(1, "x")));
    Files.createDirectory(folder.resolve("later"));
    assertNull(exporter.export(Records.spans(1, "x")).reason());
    exporter.close();
  }
}
