package io.sonde.smoke.faults;

import java.util.Arrays;

/** What {@link Faultd} does with what it is sent. */
enum FaultMode {
  OK("ok"),
  /** The port is closed: the kernel resets who connects. Open connections are reset, too. */
  REFUSE("refuse"),
  /** Connections are taken, and no body is ever read. */
  ACCEPT_NOREAD("accept-noread"),
  /** All is read, nothing is answered. */
  BLACKHOLE("blackhole"),
  /** The answer comes one byte a second; Logstash, which answers nothing, reads so. */
  SLOW_DRIP("slow-drip"),
  /** Resets the connection within the body, and within the answer the next time. */
  RST_MID("rst-mid"),
  UNAUTHORIZED("401"),
  NOT_FOUND("404"),
  /** Of requests with more records than {@code limit}. */
  TOO_LARGE("413"),
  /** With {@code Retry-After}, if the setting has one. */
  BUSY("429"),
  ERROR("500"),
  /** With {@code Retry-After}, if the setting has one. */
  UNAVAILABLE("503"),
  /** Takes a request but for its first {@code reject} records, and says so. */
  PARTIAL("partial"),
  /** Of each three documents, the first is busy (429), the second refused (400). */
  ITEM_ERRORS("item-errors"),
  /**
   * Takes the records; the answer has no end. Of gRPC and Elasticsearch none are taken, where the
   * body would tell what was.
   */
  HUGE_BODY("huge-body"),
  /**
   * Takes the records, but of Elasticsearch; the body of the answer is said to be gzip, and is not.
   */
  BAD_GZIP("bad-gzip"),
  /** All of TLS, with a certificate of nobody's authority. */
  WRONG_CA("wrong-ca"),
  /** All of TLS, with a certificate that was valid until yesterday. */
  EXPIRED_CERT("expired-cert"),
  /**
   * A GOAWAY within a call, then the end of the connection. The call is refused by the first, and
   * still answered by the next one.
   */
  H2_GOAWAY("h2-goaway");

  private final String text;

  FaultMode(String text) {
    this.text = text;
  }

  static FaultMode of(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no mode '" + text + "'"));
  }

  boolean isCertificate() {
    return this == WRONG_CA || this == EXPIRED_CERT;
  }

  /** The HTTP status of a request that is refused for it; 0 when the mode is another matter. */
  int status() {
    return text.charAt(0) >= '0' && text.charAt(0) <= '9' ? Integer.parseInt(text) : 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
