package io.sonde.bootstrap.http;

/** All metrics, written for a scraper. Immutable. */
public final class MetricsPage {
  private final String contentType;
  private final String contentEncoding;
  private final byte[] body;

  /**
   * @param contentEncoding null when there is none
   * @param body not to be changed afterwards
   */
  public MetricsPage(String contentType, String contentEncoding, byte[] body) {
    this.contentType = contentType;
    this.contentEncoding = contentEncoding;
    this.body = body;
  }

  public String contentType() {
    return contentType;
  }

  /** Null when there is none. */
  public String contentEncoding() {
    return contentEncoding;
  }

  /** Not to be changed. */
  public byte[] body() {
    return body;
  }
}
