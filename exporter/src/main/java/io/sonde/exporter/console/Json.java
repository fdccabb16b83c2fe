package io.sonde.exporter.console;

import io.sonde.exporter.JsonText;
import io.sonde.exporter.OctetWriter;

/** Writes JSON into a buffer; commas come by themselves. Not thread safe. */
final class Json {
  private static final int MAX_TEXT = 64 * 1024;

  private final OctetWriter out;

  Json() {
    this(1024);
  }

  /**
   * @param capacity bytes to start with
   */
  Json(int capacity) {
    out = new OctetWriter(capacity);
  }

  /** Begins an object or an array. */
  Json begin(char bracket) {
    comma();
    out.rawByte(bracket);
    return this;
  }

  Json end(char bracket) {
    out.rawByte(bracket);
    return this;
  }

  /**
   * @param name plain ASCII
   */
  Json name(String name) {
    comma();
    out.rawByte('"');
    out.rawText(name);
    out.rawByte('"');
    out.rawByte(':');
    return this;
  }

  /** Behind a name that was written as a value, because it may hold anything. */
  Json colon() {
    out.rawByte(':');
    return this;
  }

  Json value(String text) {
    return value(text, MAX_TEXT);
  }

  /**
   * @param maxBytes of the text as it is written
   */
  Json value(String text, int maxBytes) {
    if (text == null) {
      return none();
    }
    comma();
    JsonText.quote(out, text, maxBytes);
    return this;
  }

  Json value(long number) {
    comma();
    JsonText.number(out, number);
    return this;
  }

  /** Null where it is no number. */
  Json value(double number) {
    comma();
    boolean none = Double.isNaN(number) || Double.isInfinite(number);
    out.rawText(none ? "null" : Double.toString(number));
    return this;
  }

  Json none() {
    comma();
    out.rawText("null");
    return this;
  }

  Json value(boolean flag) {
    comma();
    out.rawText(flag ? "true" : "false");
    return this;
  }

  /** A trace id. */
  Json id(long high, long low) {
    comma();
    out.rawByte('"');
    out.rawHex(high);
    out.rawHex(low);
    out.rawByte('"');
    return this;
  }

  /** A span id. */
  Json id(long id) {
    comma();
    out.rawByte('"');
    out.rawHex(id);
    out.rawByte('"');
    return this;
  }

  /** A value that is JSON already. */
  Json raw(byte[] json) {
    comma();
    out.rawBytes(json, 0, json.length);
    return this;
  }

  private void comma() {
    if (out.size() > 0) {
      byte last = out.buffer()[out.size() - 1];
      if (last != '{' && last != '[' && last != ':') {
        out.rawByte(',');
      }
    }
  }

  int size() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
