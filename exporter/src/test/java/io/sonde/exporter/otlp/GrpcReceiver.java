package io.sonde.exporter.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.ServerCalls;
import io.sonde.exporter.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A grpc-java server that has the three OTLP services and answers what a test wants. */
public final class GrpcReceiver implements AutoCloseable {
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final String PACKAGE = "opentelemetry.proto.collector.";
  private static final List<String> SERVICES =
      List.of("trace.v1.TraceService", "metrics.v1.MetricsService", "logs.v1.LogsService");

  final List<byte[]> requests = new CopyOnWriteArrayList<>();
  private final Map<String, List<byte[]>> byService = new ConcurrentHashMap<>();
  final List<Metadata> headers = new CopyOnWriteArrayList<>();
  volatile Function<byte[], byte[]> answer = request -> new byte[0];
  volatile boolean compressAnswers;

  private Server server;

  GrpcReceiver(int port, SslContext tls) throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), tls, SERVICES);
  }

  private GrpcReceiver(InetSocketAddress address, SslContext tls, List<String> services)
      throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .maxInboundMessageSize(64 << 20)
            .intercept(new Recorder());
    if (tls != null) {
      builder.sslContext(tls);
    }
    for (String service : services) {
      builder.addService(service(service));
    }
    server = builder.build().start();
  }

  /** A server that has only some services, such as {@code trace.v1.TraceService}. */
  public static GrpcReceiver start(InetSocketAddress address, String... services)
      throws IOException {
    return new GrpcReceiver(address, null, services.length == 0 ? SERVICES : List.of(services));
  }

  /** A server on a free port, without TLS. */
  public static GrpcReceiver start() throws IOException {
    return new GrpcReceiver(0, null);
  }

  /** A server on a free port that shows {@code certificate}. */
  public static GrpcReceiver start(TestCertificate certificate) throws Exception {
    return new GrpcReceiver(
        0, GrpcSslContexts.configure(SslContextBuilder.forServer(certificate.keys())).build());
  }

  /** The messages that came for one service, such as {@code trace.v1.TraceService}. */
  public List<byte[]> requests(String service) {
    return List.copyOf(byService.getOrDefault(service, List.of()));
  }

  /** The messages that came, of any signal. */
  public List<byte[]> requests() {
    return List.copyOf(requests);
  }

  public int port() {
    return server.getPort();
  }

  OtlpSettings settings(OtlpSignal signal, Map<String, String> more) {
    String scheme = more.containsKey("otel.exporter.otlp.certificate") ? "https" : "http";
    return OtlpSettings.resolve(
        signal,
        key ->
            key.equals("otel.exporter.otlp.endpoint")
                ? scheme + "://localhost:" + port()
                : key.equals("otel.exporter.otlp.protocol") ? "grpc" : more.get(key));
  }

  /** Fails every call from now on. */
  void fail(Status status, Metadata trailers) {
    answer =
        request -> {
          throw new StatusRuntimeException(status, trailers);
        };
  }

  static Metadata retryAfter(long seconds, int nanos) {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, retryInfo(seconds, nanos));
    return trailers;
  }

  /** The trailer {@code grpc-status-details-bin} that asks to wait. */
  public static byte[] retryInfo(long seconds, int nanos) {
    Duration delay = Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    Any any =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
            .setValue(message(1, delay.toByteString()))
            .build();
    return message(3, any.toByteString()).toByteArray();
  }

  /** One field of a message, with its tag and length. */
  public static ByteString message(int field, ByteString content) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeBytes(field, content);
      out.flush();
      return ByteString.copyFrom(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdown();
    if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
      server.shutdownNow();
      server.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  void kill() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination(10, TimeUnit.SECONDS);
  }

  /** The one method of a service, such as {@code trace.v1.TraceService}, with messages as bytes. */
  public static MethodDescriptor<byte[], byte[]> export(String service) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(PACKAGE + service, "Export"))
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private ServerServiceDefinition service(String name) {
    return ServerServiceDefinition.builder(PACKAGE + name)
        .addMethod(
            export(name),
            ServerCalls.asyncUnaryCall(
                (request, out) -> {
                  requests.add(request);
                  byService.computeIfAbsent(name, k -> new CopyOnWriteArrayList<>()).add(request);
                  try {
                    byte[] response = answer.apply(request);
                    out.onNext(response);
                    out.onCompleted();
                  } catch (StatusRuntimeException e) {
                    out.onError(e);
                  }
                }))
        .build();
  }

  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
      headers.add(metadata);
      if (compressAnswers) {
        call.setCompression("gzip");
      }
      return next.startCall(call, metadata);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
