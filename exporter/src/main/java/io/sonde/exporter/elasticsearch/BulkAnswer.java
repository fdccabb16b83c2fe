package io.sonde.exporter.elasticsearch;

import java.nio.charset.StandardCharsets;

/**
 * Reads what became of the documents of a request, in their order: {@code
 * {"errors":true,"items":[{"create":{"status":429,"error":{"type":"..."}}},...]}}. Whatever else is
 * in it is passed over. Ends where the answer ends, or stops to be JSON.
 */
final class BulkAnswer {
  private static final int IN_ROOT = 1;
  private static final int IN_ITEMS = 2;
  private static final int IN_RESULT = 4;
  private static final int IN_ERROR = 5;
  private static final int MAX_TYPE = 100;

  private final byte[] body;
  private int at;
  private int depth;

  /** Where the last key is. */
  private int keyFrom;

  private int keyTo;
  private boolean noErrors;
  private int status;
  private String type;

  BulkAnswer(byte[] body) {
    this.body = body;
  }

  /** Goes on to the next item. False at the end of them, or when there is nothing to tell. */
  boolean next() {
    status = 0;
    type = null;
    while (at < body.length && !noErrors) {
      byte c = body[at++];
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth == IN_ITEMS && c == '}') {
          return true;
        }
      } else if (c == 'f' && depth == IN_ROOT && keyIs("errors")) {
        noErrors = true;
      } else if (c >= '0' && c <= '9' && depth == IN_RESULT && keyIs("status")) {
        status = Math.min(10 * status + c - '0', 1000);
      }
    }
    return false;
  }

  /** Whether the answer says that all documents were taken, known when {@link #next} is false. */
  boolean noErrors() {
    return noErrors;
  }

  /** Of the item; 0 if it has none. */
  int status() {
    return status;
  }

  /** What kind of error the item has, or null. */
  String type() {
    return type;
  }

  /** Passes over a string whose first quote is behind. */
  private void string() {
    int from = at;
    while (at < body.length && body[at] != '"') {
      at += body[at] == '\\' ? 2 : 1;
    }
    int to = Math.min(at, body.length);
    at++;
    int next = at;
    while (next < body.length && body[next] <= ' ') {
      next++;
    }
    if (next < body.length && body[next] == ':') {
      keyFrom = from;
      keyTo = to;
    } else if (depth == IN_ERROR && type == null && keyIs("type")) {
      type = new String(body, from, Math.min(to - from, MAX_TYPE), StandardCharsets.UTF_8);
    }
  }

  private boolean keyIs(String key) {
    if (keyTo - keyFrom != key.length()) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (body[keyFrom + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
