package io.sonde.agent.sampling;

/**
 * An operation with a rate of its own. Jaeger knows operations by the names of spans, {@code GET
 * /users/{id}}; where sampling is decided only the request is known, so the name is compared with
 * that: {@code {id}} stands for one segment, {@code *} for any rest. Immutable but for its rate.
 */
final class SampledOperation {
  final SamplingRate rate;

  /** Null for any. */
  private final String method;

  private final String template;

  SampledOperation(String name, SamplingRate rate) {
    this.rate = rate;
    int blank = name.indexOf(' ');
    method = blank < 0 ? null : name.substring(0, blank);
    template = name.substring(blank + 1);
  }

  boolean matches(String requestMethod, String path) {
    if (method != null && !method.equals(requestMethod)) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '*') {
        return true;
      }
      int close = c == '{' ? template.indexOf('}', i) : -1;
      if (close > 0) {
        int segment = at;
        while (at < path.length() && path.charAt(at) != '/') {
          at++;
        }
        if (at == segment) {
          return false;
        }
        i = close;
      } else if (at == path.length() || path.charAt(at++) != c) {
        return false;
      }
    }
    return at == path.length();
  }
}
