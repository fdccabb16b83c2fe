package io.sonde.agent.config;

import java.util.ArrayList;
import java.util.List;

/** All settings as they are in effect, for people: without secrets. Loads all keys. */
public final class EffectiveSettings {
  private static final String HIDDEN = "***";

  private EffectiveSettings() {}

  /** A name, a value and where it was set, for each setting that has a value. */
  public static List<String[]> of(Config config) {
    List<String[]> rows = new ArrayList<>();
    for (Section section : Keys.sections()) {
      for (int i = 0; i < section.keys.size(); i++) {
        Key<?> key = section.keys.get(i);
        String value = value(config, key);
        if (value != null) {
          rows.add(new String[] {key.name, value, config.origin(key)});
        }
      }
    }
    return rows;
  }

  private static String value(Config config, Key<?> key) {
    String text = config.checkedText(key);
    if (text == null) {
      return key.fallback == null ? Config.nonEmpty(key.defaultText) : value(config, key.fallback);
    }
    if (key.type.equals(Key.SECRET) || key.type.equals(Key.HEADERS)) {
      return HIDDEN;
    }
    return withoutCredentials(text);
  }

  /** URLs may hold a password before the host, or a key in the query. */
  static String withoutCredentials(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return text;
    }
    int from = scheme + 3;
    int at = text.lastIndexOf('@');
    String shown = at < from ? text : text.substring(0, from) + HIDDEN + text.substring(at);
    int query = shown.indexOf('?');
    return query < 0 ? shown : shown.substring(0, query + 1) + HIDDEN;
  }
}
