package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.sonde.exporter.loki.FakeLoki;
import io.sonde.exporter.loki.PushRequest;
import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.smoke.programs.LogbackProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One process, every destination beside the default ones: OTLP over gRPC, Jaeger and Loki. */
class DestinationsTest {
  @Test
  void eachGetsItsOwn() throws Exception {
    try (GrpcReceiver collector = GrpcReceiver.start();
        Backend jaeger = Backend.start();
        FakeLoki loki = new FakeLoki();
        AgentProcess process = command(collector, jaeger, loki).start()) {
      String[] ids = process.awaitLine("ids ").split(" ");

      assertEquals("GET", jaeger.awaitSpan(s -> s.traceId().equals(ids[0])).name());
      Await.until("a gRPC export", () -> !collector.requests().isEmpty());
      Span span =
          ExportTraceServiceRequest.parseFrom(collector.requests().get(0))
              .getResourceSpans(0)
              .getScopeSpans(0)
              .getSpans(0);
      assertEquals("GET", span.getName());
      assertEquals(16, span.getTraceId().size());

      Await.until("six log lines", () -> loki.entries().size() == 6);
      assertEquals(List.of(), loki.malformed());
      assertTrue(
          loki.labels().stream().allMatch(l -> l.startsWith("{service_name=\"shoes\", level=")),
          () -> loki.labels().toString());
      PushRequest.Entry failed =
          loki.entries().stream().filter(e -> e.line().contains("\"failed\"")).findFirst().get();
      String ctx = "trace_id=" + ids[0] + " span_id=" + ids[1];
      assertTrue(failed.line().contains(ctx), failed::line);
      assertTrue(failed.line().contains("\"trace_id\":\"" + ids[0] + "\""), failed::line);
      assertTrue(failed.line().contains("\"level\":\"error\""), failed::line);
      assertTrue(failed.line().contains("IllegalStateException: boom"), failed::line);
      assertFalse(process.agentLines().stream().anyMatch(l -> l.contains("not reachable")));
    }
  }

  private static AgentCommand command(GrpcReceiver collector, Backend jaeger, FakeLoki loki)
      throws Exception {
    return new AgentCommand(LogbackProgram.class, "fluent")
        .property("logback.configurationFile", "logback-twice.xml")
        .environment("OTEL_SERVICE_NAME", "shoes")
        .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
        .environment("OTEL_TRACES_EXPORTER", "otlp,jaeger")
        .environment("OTEL_LOGS_EXPORTER", "loki")
        .environment("OTEL_METRICS_EXPORTER", "prometheus")
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.port())
        .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
        .environment("OTEL_EXPORTER_JAEGER_ENDPOINT", jaeger.endpoint())
        .environment("SONDE_EXPORTER_LOKI_ENDPOINT", loki.url("").toString())
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:1.5.21", "org.slf4j:slf4j-api:2.0.17"));
  }
}
