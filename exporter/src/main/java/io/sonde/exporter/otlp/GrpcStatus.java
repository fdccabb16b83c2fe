package io.sonde.exporter.otlp;

import io.sonde.bootstrap.Text;
import io.sonde.exporter.ExportResult;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** What a failed gRPC call says about its batch (OTLP specification, "OTLP/gRPC response"). */
final class GrpcStatus {
  private static final int CANCELLED = 1;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int ABORTED = 10;
  private static final int OUT_OF_RANGE = 11;
  private static final int UNAVAILABLE = 14;
  private static final int DATA_LOSS = 15;
  private static final int UNAUTHENTICATED = 16;

  private static final long MAX_DELAY_SECONDS = 300;

  private GrpcStatus() {}

  /**
   * @param fields headers and trailers of the response
   * @param code the status, not 0
   */
  static ExportResult failure(int code, Map<String, String> fields, int records) {
    String message = message(fields);
    long delay = retryDelayMillis(fields.get("grpc-status-details-bin"));
    boolean retryable;
    switch (code) {
      case CANCELLED:
      case DEADLINE_EXCEEDED:
      case ABORTED:
      case OUT_OF_RANGE:
      case UNAVAILABLE:
      case DATA_LOSS:
        retryable = true;
        break;
      case RESOURCE_EXHAUSTED:
        if (delay < 0 && isAboutSize(message)) {
          return ExportResult.tooLarge();
        }
        retryable = delay >= 0;
        break;
      default:
        retryable = false;
    }
    String about = code == UNAUTHENTICATED || code == PERMISSION_DENIED ? " (credentials)" : "";
    String reason = "gRPC status " + code + about + (message.isEmpty() ? "" : ": " + message);
    return retryable
        ? ExportResult.retry(Math.max(delay, 0), reason)
        : ExportResult.rejected(records, reason);
  }

  private static String message(Map<String, String> fields) {
    String encoded = fields.get("grpc-message");
    String message = encoded == null ? null : OtlpHeaders.decode(encoded);
    return message == null ? "" : Text.cut(message, 200);
  }

  /**
   * gRPC has no status of its own for "message too large"; these are the words of its Go, Java and
   * C++ servers. Other exhaustion is a rate limit, which smaller requests would only make worse.
   */
  private static boolean isAboutSize(String message) {
    return message.contains("larger than max") || message.contains("exceeds maximum size");
  }

  /**
   * The delay of a google.rpc.RetryInfo within a google.rpc.Status.
   *
   * @param details base64
   * @return at most five minutes; -1 without a RetryInfo
   */
  static long retryDelayMillis(String details) {
    if (details == null) {
      return -1;
    }
    try {
      ProtoReader status = new ProtoReader(Base64.getDecoder().decode(details));
      while (status.next()) {
        if (status.field() == 3) {
          long delay = anyDelayMillis(status.message());
          if (delay >= 0) {
            return delay;
          }
        }
      }
    } catch (IOException e) {
      return -1;
    } catch (IllegalArgumentException e) {
      return -1;
    }
    return -1;
  }

  /** google.protobuf.Any: 1 is the type's URL, 2 the message. */
  private static long anyDelayMillis(ProtoReader any) throws IOException {
    boolean retryInfo = false;
    ProtoReader value = null;
    while (any.next()) {
      if (any.field() == 1) {
        retryInfo = any.text().endsWith("/google.rpc.RetryInfo");
      } else if (any.field() == 2) {
        value = any.message();
      }
    }
    return retryInfo && value != null && value.next() && value.field() == 1
        ? durationMillis(value.message())
        : -1;
  }

  private static long durationMillis(ProtoReader duration) throws IOException {
    long seconds = 0;
    long nanos = 0;
    while (duration.next()) {
      if (duration.field() == 1) {
        seconds = duration.number();
      } else if (duration.field() == 2) {
        nanos = duration.number();
      }
    }
    if (seconds >= MAX_DELAY_SECONDS) {
      return MAX_DELAY_SECONDS * 1000;
    }
    return Math.max(0, seconds * 1000 + nanos / 1_000_000);
  }
}
