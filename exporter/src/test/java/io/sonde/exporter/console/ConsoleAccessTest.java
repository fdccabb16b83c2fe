package io.sonde.exporter.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.endpoint.EndpointAccess;
import io.sonde.exporter.endpoint.HttpRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleAccessTest {
  private static final String OUTSIDE = "192.0.2.7";

  private final ConsoleAccess plain = new ConsoleAccess(EndpointAccess.OPEN, null);
  private final ConsoleAccess token = new ConsoleAccess(EndpointAccess.OPEN, "s3cret token");

  static HttpRequest request(String peer, String... headers) {
    String head = "GET / HTTP/1.0\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    byte[] bytes = head.replace("\r\n\r\n\r\n", "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    try {
      return HttpRequest.parse(bytes, bytes.length, InetAddress.getByName(peer));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:9464",
        "LOCALHOST:1",
        "127.0.0.1",
        "127.0.0.1:65535",
        "[::1]:80"
      })
  void aBrowserOfThisMachine(String host) {
    assertTrue(plain.permits(request("127.0.0.1", "Host: " + host)));
    assertTrue(plain.permits(request("::1", "Host: " + host)));
    assertFalse(plain.permits(request(OUTSIDE, "Host: " + host)));
  }

  /** A name that an attacker's DNS server resolves to 127.0.0.1, and what looks like ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "localhost:9464.evil",
        "127.0.0.1.nip.io",
        "127.0.0.1:9464@evil",
        "localhost:123456",
        "localhostx",
        "0.0.0.0",
        "[::1",
        ""
      })
  void anotherNameForThisMachine(String host) {
    assertFalse(plain.permits(request("127.0.0.1", "Host: " + host)));
  }

  @Test
  void noNameOrTwo() {
    assertFalse(plain.permits(request("127.0.0.1")));
    assertFalse(plain.permits(request("127.0.0.1", "Host: evil", "Host: localhost")));
    assertFalse(plain.permits(request("127.0.0.1", "Host: localhost", "Host: localhost")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 127.0.0.1",
        "x-forwarded-proto: http",
        "Forwarded: for=127.0.0.1",
        "Via: 1.1 proxy",
        "X-Real-IP: 127.0.0.1",
        "X-Request-Id: 1",
        "x-envoy-internal: true"
      })
  void aProxyBesideTheProcess(String header) {
    assertFalse(plain.permits(request("127.0.0.1", "Host: localhost", header)));
  }

  @Test
  void otherLoopbackAddressesAreProxies() {
    assertFalse(plain.permits(request("127.0.0.6", "Host: localhost")));
  }

  @Test
  void token() {
    assertTrue(token.permits(request(OUTSIDE, "Authorization: Bearer s3cret token")));
    assertTrue(token.permits(request(OUTSIDE, "authorization: bearer  s3cret token ")));
    assertFalse(token.permits(request(OUTSIDE, "Authorization: Bearer s3cret")));
    assertFalse(token.permits(request(OUTSIDE, "Authorization: Bearer ")));
    assertFalse(token.permits(request(OUTSIDE, "Authorization: s3cret token")));
    assertFalse(token.permits(request(OUTSIDE, "Host: localhost")));
    assertFalse(plain.permits(request(OUTSIDE, "Authorization: Bearer null")));
    // Who is here needs none.
    assertTrue(token.permits(request("127.0.0.1", "Host: localhost")));
  }

  @Test
  void cookie() {
    String header = token.cookieHeader();
    String value = header.substring("Set-Cookie: ".length(), header.indexOf(';'));
    assertFalse(header.contains("s3cret"), header);
    assertTrue(header.contains("; HttpOnly; SameSite=Strict"), header);
    assertFalse(header.contains("Secure"), header);
    assertTrue(token.permits(request(OUTSIDE, "Cookie: a=b; " + value + "; c=d")));
    assertFalse(token.permits(request(OUTSIDE, "Cookie: " + value + "0")));
    assertFalse(token.permits(request(OUTSIDE, "Cookie: x" + value)));
    String others = new ConsoleAccess(EndpointAccess.OPEN, "another").cookieHeader();
    String other = others.substring("Set-Cookie: ".length(), others.indexOf(';'));
    assertFalse(token.permits(request(OUTSIDE, "Cookie: " + other)));
  }

  @Test
  void credentialsOfTheEndpoint() {
    EndpointAccess basic = new EndpointAccess(null, false, "scraper", "p");
    ConsoleAccess access = new ConsoleAccess(basic, null);
    String good = Base64.getEncoder().encodeToString("scraper:p".getBytes(StandardCharsets.UTF_8));
    assertTrue(access.permits(request(OUTSIDE, "Authorization: Basic " + good)));
    assertFalse(access.permits(request(OUTSIDE, "Authorization: Basic x")));
    // Whoever has to show a password elsewhere has to here.
    assertFalse(access.permits(request("127.0.0.1", "Host: localhost")));
  }

  /** The handshake has seen to it. */
  @Test
  void clientCertificates() {
    ConsoleAccess access = new ConsoleAccess(new EndpointAccess(null, true, null, null), null);
    assertTrue(access.permits(request(OUTSIDE, "Host: shop:9464")));
  }

  @Test
  void parameters() {
    byte[] bytes =
        "GET /?a=1&token=a%20b%26+c&t=%zz&b HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    HttpRequest request = HttpRequest.parse(bytes, bytes.length, null);
    assertEquals("1", request.parameter("a"));
    assertEquals("a b& c", request.parameter("token"));
    assertEquals(null, request.parameter("t"));
    assertEquals(null, request.parameter("b"));
    assertEquals(null, request.parameter("toke"));
  }
}
