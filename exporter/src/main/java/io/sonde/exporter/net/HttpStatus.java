package io.sonde.exporter.net;

/** What the status of a refusal says, for people. */
public final class HttpStatus {
  private HttpStatus() {}

  /** Has the number, and where it is about credentials, that word. */
  public static String describe(int status) {
    String text = "HTTP status " + status;
    switch (status) {
      case 401:
        return text + ": credentials are missing or wrong";
      case 403:
        return text + ": the credentials do not permit it";
      case 407:
        return text + ": the proxy wants credentials";
      default:
        return text;
    }
  }
}
