package io.sonde.exporter.otlp;

import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.SplittingExporter;
import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.HttpStatus;
import io.sonde.exporter.net.RetryAfter;
import io.sonde.exporter.net.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** OTLP/gRPC: one unary call for each batch, over one connection that is kept. */
final class OtlpGrpcExporter<T> extends SplittingExporter<T> {
  /** Of a message: a flag "compressed" and the length. */
  private static final int PREFIX = 5;

  private static final int MAX_MESSAGE = 64 * 1024;

  private final OtlpSettings settings;
  private final byte[] headers;
  private final String host;
  private final int port;
  private Http2Connection connection;

  OtlpGrpcExporter(BatchEncoder<T> encoder, OtlpSettings settings) {
    super(encoder, settings.gzip(), settings.timeoutMillis(), PREFIX);
    this.settings = settings;
    URL url = settings.url();
    String bracketed = url.getHost();
    host = bracketed.startsWith("[") ? bracketed.substring(1, bracketed.length() - 1) : bracketed;
    port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    HpackEncoder block =
        new HpackEncoder()
            .field(":method", "POST")
            .field(":scheme", url.getProtocol())
            .field(":path", settings.signal().grpcPath())
            .field(":authority", bracketed + ":" + port)
            .field("content-type", "application/grpc")
            .field("te", "trailers")
            .field("grpc-timeout", settings.timeoutMillis() + "m")
            .field("grpc-accept-encoding", "identity,gzip");
    if (settings.gzip()) {
      block.field("grpc-encoding", "gzip");
    }
    for (Map.Entry<String, String> header : settings.headers().entrySet()) {
      block.field(header.getKey(), header.getValue());
    }
    headers = block.toByteArray();
  }

  @Override
  protected ExportResult send(byte[] message, int length, int records, Deadline deadline)
      throws IOException {
    int content = length - PREFIX;
    message[0] = (byte) (settings.gzip() ? 1 : 0);
    message[1] = (byte) (content >> 24);
    message[2] = (byte) (content >> 16);
    message[3] = (byte) (content >> 8);
    message[4] = (byte) content;
    Http2Response response = call(message, length, deadline);
    ExportResult result = result(response, records);
    if (result.retryable() && result != ExportResult.tooLarge() && response.resetCode < 0) {
      // The peer may be one that is being replaced: the next call resolves its name.
      close();
    }
    return result;
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** A connection may have died while it was idle; that alone is worth a second attempt. */
  private Http2Response call(byte[] message, int length, Deadline deadline) throws IOException {
    if (connection != null && connection.usable(deadline)) {
      try {
        return connection.call(headers, message, length, deadline);
      } catch (SocketTimeoutException e) {
        close();
        throw e;
      } catch (IOException e) {
        // Falls through to a new connection.
      }
    }
    close();
    Wire wire = Wire.open(host, port, settings.tls(), "h2", deadline);
    connection = new Http2Connection(wire);
    try {
      connection.start(deadline);
      return connection.call(headers, message, length, deadline);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static ExportResult result(Http2Response response, int records) {
    if (response.resetCode >= 0) {
      return ExportResult.retry(0, "HTTP/2 stream reset, code " + response.resetCode);
    }
    String status = response.fields.get("grpc-status");
    if (status == null) {
      return httpFailure(response.fields, records);
    }
    if (status.equals("0")) {
      return PartialSuccess.decode(message(response), records);
    }
    try {
      return GrpcStatus.failure(Integer.parseInt(status), response.fields, records);
    } catch (NumberFormatException e) {
      return ExportResult.rejected(records, "malformed gRPC status");
    }
  }

  /** Answers of something between us and the receiver (gRPC's http-grpc-status-mapping.md). */
  private static ExportResult httpFailure(Map<String, String> fields, int records) {
    int status = -1;
    try {
      status = Integer.parseInt(fields.get(":status"));
    } catch (NumberFormatException e) {
      // Told as it is: the peer does not keep to HTTP.
    }
    String reason = "no gRPC status, " + HttpStatus.describe(status);
    return status == 429 || status == 502 || status == 503 || status == 504
        ? ExportResult.retry(
            RetryAfter.millis(fields.get("retry-after"), System.currentTimeMillis()), reason)
        : ExportResult.rejected(records, reason);
  }

  /** The message after its prefix; an unreadable one is empty, for its status says enough. */
  private static byte[] message(Http2Response response) {
    byte[] body = response.body();
    if (body.length < PREFIX) {
      return new byte[0];
    }
    InputStream bytes = new ByteArrayInputStream(body, PREFIX, body.length - PREFIX);
    byte[] message = new byte[MAX_MESSAGE];
    int size = 0;
    try (InputStream in = body[0] == 0 ? bytes : new GZIPInputStream(bytes)) {
      for (int n = 0; n >= 0 && size < message.length; size += Math.max(n, 0)) {
        n = in.read(message, size, message.length - size);
      }
    } catch (IOException e) {
      size = 0;
    }
    return Arrays.copyOf(message, size);
  }
}
