package io.sonde.smoke.faults;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.sonde.exporter.otlp.GrpcReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.xerial.snappy.Snappy;

/** Sends {@link Faultd} what an agent would, by nothing but sockets and grpc-java. */
final class FaultdClient {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Faultd faultd;
  private final FaultdProtocol protocol;

  FaultdClient(Faultd faultd, FaultdProtocol protocol) {
    this.faultd = faultd;
    this.protocol = protocol;
  }

  Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), faultd.port(protocol));
    socket.setSoTimeout(10_000);
    return socket;
  }

  Socket secureSocket() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(faultd.authority())) {
      trusted.setCertificateEntry(
          "x", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory().createSocket("localhost", faultd.port(protocol));
  }

  /** Posts records numbered from {@code first}; returns the answer up to the end of its head. */
  String post(Socket socket, int first, int count) throws IOException {
    socket.getOutputStream().write(request(first, count));
    return head(socket);
  }

  String post(int first, int count) throws IOException {
    try (Socket socket = socket()) {
      return post(socket, first, count);
    }
  }

  static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        throw new IOException("ended after '" + head + "'");
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  byte[] request(int first, int count) throws IOException {
    byte[] body = body(first, count);
    String[] pathAndType =
        switch (protocol) {
          case OTLP_HTTP -> new String[] {"/v1/traces", "application/x-protobuf"};
          case LOKI -> new String[] {"/loki/api/v1/push", "application/x-protobuf"};
          case ELASTICSEARCH -> new String[] {"/logs/_bulk?x", "application/x-ndjson"};
          case ZIPKIN -> new String[] {"/api/v2/spans", "application/json"};
          default -> new String[] {"/api/v1/write", "application/x-protobuf"};
        };
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(
        ("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(pathAndType[0], pathAndType[1], body.length))
            .getBytes());
    octets.writeBytes(body);
    return octets.toByteArray();
  }

  private byte[] body(int first, int count) throws IOException {
    IntStream numbers = IntStream.range(first, first + count);
    switch (protocol) {
      case OTLP_HTTP, OTLP_GRPC:
        return spans(numbers);
      case ZIPKIN:
        return numbers
            .mapToObj(n -> "{\"traceId\":\"" + TRACE + "\",\"id\":\"%016x\"}".formatted(n))
            .toList()
            .toString()
            .getBytes();
      case ELASTICSEARCH:
        StringBuilder lines = new StringBuilder();
        numbers.forEach(
            n ->
                lines.append(
                    "{\"create\":{\"_id\":\"%d\"}}\n{\"message\":\"seq=%d.\"}\n".formatted(n, n)));
        return lines.toString().getBytes();
      case LOKI:
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(field(1, "{a=\"b\"}".getBytes()));
        byte[] time = {1 << 3, 1, 2 << 3, 0};
        numbers.forEach(
            n -> {
              ByteArrayOutputStream entry = new ByteArrayOutputStream();
              entry.writeBytes(field(1, time));
              entry.writeBytes(field(2, ("line seq=" + n).getBytes()));
              stream.writeBytes(field(2, entry.toByteArray()));
            });
        return Snappy.compress(field(1, stream.toByteArray()));
      case REMOTE_WRITE:
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] sample = {1 << 3 | 1, 0, 0, 0, 0, 0, 0, 0, 0, 2 << 3, 9};
        numbers.forEach(
            n -> {
              ByteArrayOutputStream series = new ByteArrayOutputStream();
              ByteArrayOutputStream label = new ByteArrayOutputStream();
              label.writeBytes(field(1, "__name__".getBytes()));
              label.writeBytes(field(2, ("metric" + n).getBytes()));
              series.writeBytes(field(1, label.toByteArray()));
              series.writeBytes(field(2, sample));
              all.writeBytes(field(1, series.toByteArray()));
            });
        return Snappy.compress(all.toByteArray());
      default:
        throw new IllegalArgumentException(protocol + " has no requests");
    }
  }

  private static byte[] spans(IntStream numbers) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    var ofResource = request.addResourceSpansBuilder();
    ofResource
        .getResourceBuilder()
        .addAttributes(
            KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue("x")));
    var ofScope = ofResource.addScopeSpansBuilder();
    numbers.forEach(
        n ->
            ofScope
                .addSpansBuilder()
                .setTraceId(ByteString.fromHex(TRACE))
                .setSpanId(ByteString.fromHex("%016x".formatted(n)))
                .setName("x")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(1)
                .setEndTimeUnixNano(2));
    return request.build().toByteArray();
  }

  private static byte[] field(int number, byte[] content) {
    return GrpcReceiver.message(number, ByteString.copyFrom(content)).toByteArray();
  }

  /** The answer to a call; throws what grpc-java makes of it. */
  byte[] call(int first, int count, int seconds) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", faultd.port(protocol))
            .usePlaintext()
            .disableRetry()
            .build();
    try {
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(seconds, TimeUnit.SECONDS);
      return ClientCalls.blockingUnaryCall(
          channel, GrpcReceiver.export("trace.v1.TraceService"), options, body(first, count));
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  /** Whether record {@code n} was taken, and how often. */
  int taken(int n) {
    Taken taken = faultd.taken(protocol);
    return switch (protocol) {
      case OTLP_HTTP, OTLP_GRPC, ZIPKIN ->
          taken.spans().count(TakenRecord.span(TRACE, "%016x".formatted(n)).id());
      case REMOTE_WRITE ->
          taken.points().count(TakenRecord.point("{__name__=metric" + n + "}", 9).id());
      default -> taken.logs().count(n);
    };
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
