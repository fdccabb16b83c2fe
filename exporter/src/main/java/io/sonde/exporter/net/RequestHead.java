package io.sonde.exporter.net;

import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * The head of the requests to one URL. It is made once for all that follow, for only the length of
 * the body differs. Not thread safe.
 */
final class RequestHead {
  private static final String MARKS = "!#$%&'*+-.^_`|~";

  /** A length in decimal digits, and the ends of two lines. */
  private static final int VARIABLE = 10 + 4;

  private final URL url;
  private final Map<String, String> headers;
  private String type;
  private String encoding;
  private boolean toProxy;
  private int fixed;

  /** The head that {@link #prepare} made last, longer than it is. Holds credentials. */
  byte[] bytes;

  RequestHead(URL url, Map<String, String> headers) {
    this.url = url;
    this.headers = headers;
  }

  /**
   * Makes {@link #bytes} for a body.
   *
   * @param contentType null for a GET, which has no body
   * @param contentEncoding may be null
   * @param proxy whether a proxy reads it, who has to be told the host
   * @return how many octets it has
   */
  int prepare(String contentType, String contentEncoding, boolean proxy, int contentLength) {
    if (bytes == null
        || proxy != toProxy
        || !Objects.equals(contentType, type)
        || !Objects.equals(contentEncoding, encoding)) {
      toProxy = proxy;
      type = contentType;
      encoding = contentEncoding;
      byte[] made = text().getBytes(StandardCharsets.UTF_8);
      fixed = made.length;
      bytes = Arrays.copyOf(made, fixed + VARIABLE);
    }
    int end = fixed;
    for (int rest = contentLength; rest >= 10; rest /= 10) {
      end++;
    }
    int rest = contentLength;
    for (int at = end; at >= fixed; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    for (int i = 0; i < 4; i++) {
      bytes[++end] = (byte) (i % 2 == 0 ? '\r' : '\n');
    }
    return end + 1;
  }

  private String text() {
    String host = visible(url.getHost());
    if (url.getPort() >= 0 && url.getPort() != url.getDefaultPort()) {
      host += ":" + url.getPort();
    }
    String target = visible(url.getFile());
    StringBuilder text = new StringBuilder(256).append(type == null ? "GET " : "POST ");
    if (toProxy) {
      text.append("http://").append(host);
    }
    text.append(target.startsWith("/") ? "" : "/").append(target).append(" HTTP/1.1\r\n");
    unlessConfigured(text, "Host", host);
    unlessConfigured(text, "User-Agent", "sonde");
    unlessConfigured(text, "Content-Type", type);
    unlessConfigured(text, "Content-Encoding", encoding);
    unlessConfigured(text, "Authorization", authorization());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      configured(text, header.getKey(), header.getValue());
    }
    return text.append("Content-Length: ").toString();
  }

  private void unlessConfigured(StringBuilder text, String name, String value) {
    if (value == null) {
      return;
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (name.equalsIgnoreCase(header.getKey()) && harmless(header.getValue())) {
        return;
      }
    }
    text.append(name).append(": ").append(value).append("\r\n");
  }

  /** Leaves out what would end the header early, and what would contradict the body's length. */
  private static void configured(StringBuilder text, String name, String value) {
    if (isToken(name)
        && harmless(value)
        && !name.equalsIgnoreCase("Content-Length")
        && !name.equalsIgnoreCase("Transfer-Encoding")) {
      text.append(name).append(": ").append(value).append("\r\n");
    }
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && !(c >= '0' && c <= '9') && MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean harmless(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private String authorization() {
    String userInfo = url.getUserInfo();
    return userInfo == null
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(percentDecoded(userInfo));
  }

  private static byte[] percentDecoded(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(octets.length);
    for (int i = 0; i < octets.length; i++) {
      int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(octets[i + 2], 16);
      if (octets[i] == '%' && low >= 0) {
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(octets[i]);
      }
    }
    return decoded.toByteArray();
  }

  /** {@code URL} lets blanks, line ends and letters of all alphabets through. */
  private static String visible(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7f) {
        escaped.append((char) octet);
      } else {
        escaped
            .append('%')
            .append(Character.toUpperCase(Character.forDigit(octet >> 4 & 15, 16)))
            .append(Character.toUpperCase(Character.forDigit(octet & 15, 16)));
      }
    }
    return escaped.toString();
  }
}
