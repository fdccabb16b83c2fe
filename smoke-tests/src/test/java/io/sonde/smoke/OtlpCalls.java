package io.sonde.smoke;

import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.testing.OtlpRequests;
import io.sonde.testing.ReceivedLog;
import io.sonde.testing.ReceivedMetric;
import io.sonde.testing.ReceivedSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What was sent to a {@link GrpcReceiver} so far, each message held to OTLP's rules. */
final class OtlpCalls {
  private OtlpCalls() {}

  private interface Reader<T> {
    List<T> read(InputStream message) throws IOException;
  }

  static List<ReceivedSpan> spans(GrpcReceiver receiver) {
    return read(receiver.requests("trace.v1.TraceService"), OtlpRequests::spans);
  }

  static List<ReceivedLog> logs(GrpcReceiver receiver) {
    return read(receiver.requests("logs.v1.LogsService"), OtlpRequests::logs);
  }

  /** Those of the last message, which have all that was counted. */
  static List<ReceivedMetric> metrics(GrpcReceiver receiver) {
    List<byte[]> messages = receiver.requests("metrics.v1.MetricsService");
    int last = messages.size() - 1;
    return read(messages.subList(Math.max(0, last), last + 1), OtlpRequests::metrics);
  }

  private static <T> List<T> read(List<byte[]> messages, Reader<T> reader) {
    List<T> all = new ArrayList<>();
    for (byte[] message : messages) {
      try {
        all.addAll(reader.read(new ByteArrayInputStream(message)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }
}
