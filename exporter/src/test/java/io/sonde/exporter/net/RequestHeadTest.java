package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadTest {
  private static String text(String url, Map<String, String> headers) throws Exception {
    return text(new RequestHead(new URL(url), headers), null, false, 0);
  }

  private static String text(RequestHead head, String encoding, boolean proxy, int length) {
    int end = head.prepare("text/plain", encoding, proxy, length);
    return new String(head.bytes, 0, end, StandardCharsets.UTF_8);
  }

  @Test
  void allOfIt() throws Exception {
    assertEquals(
        "POST / HTTP/1.1\r\nHost: host:81\r\nUser-Agent: sonde\r\nContent-Type: text/plain\r\n"
            + "a: b\r\nContent-Length: 0\r\n\r\n",
        text("http://host:81", Map.of("a", "b")));
  }

  @Test
  void itIsMadeOnceAndTheLengthDiffers() throws Exception {
    RequestHead head = new RequestHead(new URL("http://host"), Map.of());
    String before = text(head, "gzip", false, 0);
    byte[] made = head.bytes;
    for (int length : new int[] {1_234_567_890, 9, 10, 0, Integer.MAX_VALUE, 100}) {
      String expected = before.replace("Content-Length: 0", "Content-Length: " + length);
      assertEquals(expected, text(head, "gzip", false, length));
      assertSame(made, head.bytes);
    }
    assertTrue(before.contains("\r\nContent-Encoding: gzip\r\n"));
    assertFalse(text(head, null, false, 1).contains("Content-Encoding"));
    assertTrue(text(head, null, true, 1).startsWith("POST http://host/ HTTP/1.1\r\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, h, /",
    "http://h:80/, h, /",
    "https://h:443/a/b?c=d&e#f, h, /a/b?c=d&e",
    "https://h:80?x, h:80, /?x",
    "http://[::1]:4318/x, [::1]:4318, /x",
    "http://[::1]/x%20y, [::1], /x%20y",
    "'http://h/a b\r\nX: é', h, /a%20b%0D%0AX:%20%C3%A9",
    "http://u:p@h:8080/x, h:8080, /x"
  })
  void hostAndTarget(String url, String host, String target) throws Exception {
    String text = text(url, Map.of());
    assertTrue(
        text.startsWith("POST " + target + " HTTP/1.1\r\nHost: " + host + "\r\nUser-"), text);
  }

  @Test
  void whatIsConfiguredWins() throws Exception {
    Map<String, String> headers =
        Map.of("host", "other", "USER-AGENT", "me", "content-type", "x/y", "authorization", "tok");
    String text = text("http://u:p@h", headers);
    assertEquals(text.indexOf("host:"), text.toLowerCase().indexOf("host:"));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      assertTrue(text.contains("\r\n" + header.getKey() + ": " + header.getValue() + "\r\n"));
      assertEquals(2, text.toLowerCase().split(header.getKey().toLowerCase() + ":").length, text);
    }
  }

  @Test
  void userInfoBecomesBasic() throws Exception {
    String basic =
        Base64.getEncoder().encodeToString("ü%4:p@ss%zz%".getBytes(StandardCharsets.UTF_8));
    assertTrue(
        text("http://%c3%BC%254:p%40ss%zz%@h", Map.of())
            .contains("\r\nAuthorization: Basic " + basic + "\r\n"));
  }

  @Test
  void noHeaderEndsEarly() throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("a", "1\r\nInjected: 1");
    headers.put("b", "2\nInjected: 1");
    headers.put("c", "3\r");
    headers.put("d", "\u0000");
    headers.put("e", "\u010a\u010dInjected: 1");
    headers.put("f: 1\r\nInjected", "1");
    headers.put("g h", "1");
    headers.put("", "1");
    headers.put("Host", "\r\nInjected: 1");
    headers.put("content-length", "7");
    headers.put("Transfer-Encoding", "chunked");
    headers.put("good", "tab\tand ä");
    assertEquals(
        "POST / HTTP/1.1\r\nHost: h\r\nUser-Agent: sonde\r\nContent-Type: text/plain\r\n"
            + "e: \u010a\u010dInjected: 1\r\ngood: tab\tand ä\r\nContent-Length: 0\r\n\r\n",
        text("http://h", headers));
  }
}
