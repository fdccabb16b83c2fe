package io.sonde.exporter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts bytes to one URL. {@code HttpURLConnection} costs 27 ms at its first use where {@code
 * HttpClient} costs 195, and exists on Java 8. Not thread safe.
 */
public final class HttpSender {
  /** A response longer than this is not read to its end. */
  private static final int MAX_RESPONSE = 64 * 1024;

  private final URL url;
  private final Map<String, String> headers;
  private final SSLSocketFactory tls;
  private final int timeoutMillis;

  /**
   * @param headers sent with every request, credentials among them: never logged
   * @param tls null for the JVM's own trust
   * @param timeoutMillis for connecting, and again for each wait on the answer
   */
  public HttpSender(URL url, Map<String, String> headers, SSLSocketFactory tls, int timeoutMillis) {
    this.url = url;
    this.headers = headers;
    this.tls = tls;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Posts the first {@code length} bytes of {@code body}.
   *
   * @param contentEncoding null when there is none
   */
  public Response post(String contentType, String contentEncoding, byte[] body, int length)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    if (tls != null && connection instanceof HttpsURLConnection) {
      ((HttpsURLConnection) connection).setSSLSocketFactory(tls);
    }
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", contentType);
    if (contentEncoding != null) {
      connection.setRequestProperty("Content-Encoding", contentEncoding);
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      connection.setRequestProperty(header.getKey(), header.getValue());
    }
    connection.setFixedLengthStreamingMode(length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body, 0, length);
    }
    int status = connection.getResponseCode();
    String retryAfter = connection.getHeaderField("Retry-After");
    InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    return new Response(status, retryAfter, in == null ? new byte[0] : read(in, connection));
  }

  /** Reads to the end, which lets the connection be used again; a huge answer closes it. */
  private static byte[] read(InputStream in, HttpURLConnection connection) throws IOException {
    try (InputStream body = in) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        bytes.write(buffer, 0, n);
        if (bytes.size() > MAX_RESPONSE) {
          connection.disconnect();
          break;
        }
      }
      return bytes.toByteArray();
    }
  }

  /** An answer. */
  public static final class Response {
    private final int status;
    private final String retryAfter;
    private final byte[] body;

    Response(int status, String retryAfter, byte[] body) {
      this.status = status;
      this.retryAfter = retryAfter;
      this.body = body;
    }

    public int status() {
      return status;
    }

    /** {@code Retry-After} when it is a number of seconds, else 0. Never more than five minutes. */
    public long retryAfterMillis() {
      if (retryAfter == null || retryAfter.isEmpty() || retryAfter.length() > 6) {
        return 0;
      }
      long seconds = 0;
      for (int i = 0; i < retryAfter.length(); i++) {
        int digit = retryAfter.charAt(i) - '0';
        if (digit < 0 || digit > 9) {
          return 0;
        }
        seconds = 10 * seconds + digit;
      }
      return Math.min(seconds, 300) * 1000;
    }

    /** At most 64 KiB of it. */
    public byte[] body() {
      return body;
    }
  }
}
