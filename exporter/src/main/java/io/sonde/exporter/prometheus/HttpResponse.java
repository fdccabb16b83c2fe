package io.sonde.exporter.prometheus;

import io.sonde.bootstrap.http.MetricsPage;
import java.nio.charset.StandardCharsets;

/** An answer. Immutable. */
final class HttpResponse {
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final String status;
  private final String contentType;
  private final String extraHeaders;
  private final byte[] body;

  private HttpResponse(String status, String contentType, String extraHeaders, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.extraHeaders = extraHeaders;
    this.body = body;
  }

  static HttpResponse page(MetricsPage page) {
    String encoding = page.contentEncoding();
    return new HttpResponse(
        "200 OK",
        page.contentType(),
        encoding == null ? "" : "Content-Encoding: " + encoding + "\r\n",
        page.body());
  }

  /**
   * @param status code and reason
   */
  static HttpResponse text(String status, String text) {
    return text(status, "", text);
  }

  static HttpResponse text(String status, String extraHeaders, String text) {
    return new HttpResponse(status, PLAIN, extraHeaders, text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] head(boolean keepAlive) {
    return new StringBuilder(256)
        .append("HTTP/1.1 ")
        .append(status)
        .append("\r\nContent-Type: ")
        .append(contentType)
        .append("\r\nContent-Length: ")
        .append(body.length)
        .append("\r\nConnection: ")
        .append(keepAlive ? "keep-alive" : "close")
        .append("\r\n")
        .append(extraHeaders)
        .append("\r\n")
        .toString()
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] body() {
    return body;
  }
}
