package io.sonde.exporter.endpoint;

import java.nio.charset.StandardCharsets;

/** An answer. Immutable. */
public final class HttpResponse {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final byte[] NOTHING = {};

  private final String status;
  private final String contentType;
  private final String extraHeaders;
  private final byte[] body;
  private final EventStream stream;

  private HttpResponse(
      String status, String contentType, String extraHeaders, byte[] body, EventStream stream) {
    this.status = status;
    this.contentType = contentType;
    this.extraHeaders = extraHeaders;
    this.body = body;
    this.stream = stream;
  }

  /**
   * @param status code and reason
   * @param extraHeaders lines, each with its end
   * @param body not to be changed afterwards
   */
  public static HttpResponse of(
      String status, String contentType, String extraHeaders, byte[] body) {
    return new HttpResponse(status, contentType, extraHeaders, body, null);
  }

  public static HttpResponse text(String status, String text) {
    return text(status, "", text);
  }

  public static HttpResponse text(String status, String extraHeaders, String text) {
    return of(status, PLAIN, extraHeaders, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What the client has is what there is. */
  public static HttpResponse notModified(String extraHeaders) {
    return of("304 Not Modified", PLAIN, extraHeaders, NOTHING);
  }

  /** Server-sent events. */
  public static HttpResponse events(String extraHeaders, EventStream stream) {
    return new HttpResponse("200 OK", "text/event-stream", extraHeaders, NOTHING, stream);
  }

  /** Null when the answer is complete. */
  EventStream stream() {
    return stream;
  }

  byte[] head(boolean keepAlive) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append("\r\nContent-Type: ").append(contentType);
    if (stream == null) {
      head.append("\r\nContent-Length: ").append(body.length);
    }
    head.append("\r\nConnection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n");
    head.append(extraHeaders).append("\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] body() {
    return body;
  }
}
