package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With one self-signed certificate that serves as authority, as server and as client. */
class OtlpTlsTest {
  private static final String PREFIX = "otel.exporter.otlp.";

  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = new TestCertificate("otlp-tls");
  }

  private static SslContext server(ClientAuth clients) throws Exception {
    SslContextBuilder builder = SslContextBuilder.forServer(certificate.keys()).clientAuth(clients);
    return GrpcSslContexts.configure(builder.trustManager(certificate.certificate.toFile()))
        .build();
  }

  private static BatchExporter<Span> grpc(GrpcReceiver receiver, Map<String, String> config) {
    return Records.exporter(receiver.settings(OtlpSignal.TRACES, config));
  }

  @Test
  void grpcOverTls() throws Exception {
    try (GrpcReceiver receiver = new GrpcReceiver(0, server(ClientAuth.NONE))) {
      BatchExporter<Span> exporter =
          grpc(
              receiver,
              Map.of(
                  PREFIX + "certificate",
                  certificate.certificate.toString(),
                  PREFIX + "compression",
                  "none"));
      assertNull(exporter.export(Records.spans(1, "x")).reason());
      assertNull(exporter.export(Records.spans(90, "x".repeat(30_000))).reason());
      assertNull(exporter.export(Records.spans(1, "x")).reason());
      exporter.close();
      assertEquals(3, receiver.requests.size());
    }
  }

  @Test
  void aServerThatWasStartedAnewIsFoundOverTls() throws Exception {
    GrpcReceiver receiver = new GrpcReceiver(0, server(ClientAuth.NONE));
    BatchExporter<Span> exporter =
        grpc(receiver, Map.of(PREFIX + "certificate", certificate.certificate.toString()));
    for (int i = 0; i < 3; i++) {
      assertNull(exporter.export(Records.spans(1, "x")).reason());
      int port = receiver.port();
      receiver.close();
      receiver = new GrpcReceiver(port, server(ClientAuth.NONE));
    }
    exporter.close();
    receiver.close();
  }

  @Test
  void grpcWithClientCertificate() throws Exception {
    try (GrpcReceiver receiver = new GrpcReceiver(0, server(ClientAuth.REQUIRE))) {
      BatchExporter<Span> known =
          grpc(
              receiver,
              Map.of(
                  PREFIX + "certificate", certificate.certificate.toString(),
                  PREFIX + "client.key", certificate.key.toString(),
                  PREFIX + "client.certificate", certificate.certificate.toString()));
      assertNull(known.export(Records.spans(1, "x")).reason());
      known.close();
      BatchExporter<Span> unknown =
          grpc(receiver, Map.of(PREFIX + "certificate", certificate.certificate.toString()));
      assertThrows(IOException.class, () -> unknown.export(Records.spans(1, "x")));
      unknown.close();
    }
  }

  @Test
  void anUnknownCertificateOrHostIsRefused() throws Exception {
    try (GrpcReceiver receiver = new GrpcReceiver(0, server(ClientAuth.NONE))) {
      for (String host : List.of("localhost", "127.0.0.1")) {
        OtlpSettings settings =
            OtlpSettings.resolve(
                OtlpSignal.TRACES,
                key ->
                    switch (key) {
                      case PREFIX + "endpoint" -> "https://" + host + ":" + receiver.port();
                      case PREFIX + "protocol" -> "grpc";
                      case PREFIX + "certificate" ->
                          host.equals("localhost") ? null : certificate.certificate.toString();
                      default -> null;
                    });
        BatchExporter<Span> exporter = Records.exporter(settings);
        assertThrows(SSLException.class, () -> exporter.export(Records.spans(1, "x")));
      }
      assertEquals(0, receiver.requests.size());
    }
  }

  @Test
  void httpOverTls() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certificate.keys().getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/v1/traces",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
        });
    server.start();
    try {
      Map<String, String> config =
          Map.of(
              PREFIX + "endpoint",
              "https://localhost:" + server.getAddress().getPort(),
              PREFIX + "certificate",
              certificate.certificate.toString());
      assertNull(
          Records.exporter(OtlpSettings.resolve(OtlpSignal.TRACES, config::get))
              .export(Records.spans(1, "x"))
              .reason());
      // A server of HTTP/1.1 alone: gRPC says so instead of waiting.
      Exception refused =
          assertThrows(
              IOException.class,
              () ->
                  Records.exporter(
                          OtlpSettings.resolve(
                              OtlpSignal.TRACES,
                              key -> key.equals(PREFIX + "protocol") ? "grpc" : config.get(key)))
                      .export(Records.spans(1, "x")));
      assertTrue(!(refused instanceof SocketTimeoutException), refused.toString());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void httpWithClientCertificate() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificate.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters needed = getSSLContext().getDefaultSSLParameters();
            needed.setNeedClientAuth(true);
            parameters.setSSLParameters(needed);
          }
        });
    server.createContext(
        "/v1/traces",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      Map<String, String> unknown =
          Map.of(
              PREFIX + "endpoint",
              "https://localhost:" + server.getAddress().getPort(),
              PREFIX + "certificate",
              certificate.certificate.toString());
      Map<String, String> known = new HashMap<>(unknown);
      known.put(PREFIX + "client.key", certificate.key.toString());
      known.put(PREFIX + "client.certificate", certificate.certificate.toString());
      BatchExporter<Span> exporter =
          Records.exporter(OtlpSettings.resolve(OtlpSignal.TRACES, known::get));
      assertNull(exporter.export(Records.spans(1, "x")).reason());
      exporter.close();
      BatchExporter<Span> refused =
          Records.exporter(OtlpSettings.resolve(OtlpSignal.TRACES, unknown::get));
      assertThrows(IOException.class, () -> refused.export(Records.spans(1, "x")));
      refused.close();
    } finally {
      server.stop(0);
    }
  }

  /** When it is used for the first time: to look into it asks the JVM for its providers. */
  @Test
  void aFileThatIsNoCertificateIsSaid() throws Exception {
    try (GrpcReceiver receiver = new GrpcReceiver(0, server(ClientAuth.NONE))) {
      BatchExporter<Span> exporter = grpc(receiver, Map.of(PREFIX + "certificate", "pom.xml"));
      String message =
          assertThrows(SSLException.class, () -> exporter.export(Records.spans(1, "x")))
              .getMessage();
      assertEquals("otel.exporter.otlp.certificate is not a usable PEM file", message);
    }
  }

  @Test
  void aFileThatIsNotThereIsSaidAtOnce() {
    Map<String, String> config =
        Map.of(PREFIX + "endpoint", "https://h", PREFIX + "certificate", "no such file");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> OtlpSettings.resolve(OtlpSignal.TRACES, config::get))
            .getMessage();
    assertEquals("otel.exporter.otlp.certificate names a file that cannot be read", message);
  }
}
