package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** A strict reader of OTLP/JSON: protobuf's own, for which ids are made base64 again. */
public final class OtlpJson {
  private static final Pattern ID = Pattern.compile("\"(trace|span|parentSpan)Id\":\"([^\"]*)\"");

  /** What the mapping of OTLP forbids and protobuf's reader would take. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(Nano|intValue|asInt|count|zeroCount)\":[^\"]"
              + "|[:,\\[](NaN|-?Infinity)"
              + "|bucketCounts\":\\[[^\"\\]]"
              + "|(kind|code|severityNumber|aggregationTemporality)\":\""
              + "|[a-z]_[a-z]+\":[\\[{]");

  private OtlpJson() {}

  static Message.Builder request(OtlpSignal signal) {
    return switch (signal) {
      case TRACES -> ExportTraceServiceRequest.newBuilder();
      case LOGS -> ExportLogsServiceRequest.newBuilder();
      case METRICS -> ExportMetricsServiceRequest.newBuilder();
    };
  }

  static Message parse(OtlpSignal signal, String json) throws Exception {
    assertFalse(FORBIDDEN.matcher(json).find(), json);
    String base64 =
        ID.matcher(json)
            .replaceAll(
                id -> {
                  assertEquals(id.group(1).equals("trace") ? 32 : 16, id.group(2).length());
                  assertEquals(id.group(2).toLowerCase(), id.group(2));
                  byte[] octets = HexFormat.of().parseHex(id.group(2));
                  return "\""
                      + id.group(1)
                      + "Id\":\""
                      + Base64.getEncoder().encodeToString(octets)
                      + "\"";
                });
    Message.Builder builder = request(signal);
    JsonFormat.parser().merge(base64, builder);
    return builder.build();
  }

  /** Asserts that JSON says what the same records are in protobuf. */
  static <T> void assertSaysTheSame(BatchEncoder<T> binary, OtlpSignal signal, List<T> batch)
      throws Exception {
    ProtoWriter expected = new ProtoWriter(0);
    int failed = binary.encode(batch, 0, batch.size(), expected);
    ProtoWriter json = new ProtoWriter(0);
    json.rawText("before");
    assertEquals(failed, new JsonEncoder<>(binary, signal).encode(batch, 0, batch.size(), json));
    String text = new String(json.toByteArray(), StandardCharsets.UTF_8);
    // Also that it is UTF-8 without anything that had to be replaced.
    assertEquals(ByteBuffer.wrap(json.toByteArray()), StandardCharsets.UTF_8.encode(text));
    assertEquals(
        request(signal).mergeFrom(expected.toByteArray()).build(),
        parse(signal, text.substring("before".length())));
  }
}
