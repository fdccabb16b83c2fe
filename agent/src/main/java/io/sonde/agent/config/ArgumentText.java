package io.sonde.agent.config;

import java.util.Map;

/** Reads the agent's arguments, {@code k1=v1;k2=v2}. Total on any input. */
final class ArgumentText {
  private ArgumentText() {}

  /**
   * @param text null when there is none
   * @return whether every part was {@code key=value}; the others are left out
   */
  static boolean parse(String text, Map<String, String> into) {
    boolean wellFormed = true;
    int start = 0;
    while (text != null && start < text.length()) {
      int end = text.indexOf(';', start);
      end = end < 0 ? text.length() : end;
      String part = text.substring(start, end).trim();
      int equals = part.indexOf('=');
      if (equals > 0) {
        into.put(part.substring(0, equals).trim(), part.substring(equals + 1));
      } else if (!part.isEmpty()) {
        wellFormed = false;
      }
      start = end + 1;
    }
    return wellFormed;
  }
}
