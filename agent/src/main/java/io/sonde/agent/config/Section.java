package io.sonde.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of one subject, in the order in which they are documented. Filled by its class only. */
final class Section {
  static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;

  final String title;
  final String introduction;
  final List<Key<?>> keys = new ArrayList<>();

  Section(String title, String introduction) {
    this.title = title;
    this.introduction = introduction;
  }

  Key<String> text(String name, String defaultText, String meaning) {
    return add(Key.<String>plain(name, Key.TEXT, defaultText, meaning));
  }

  /** A text that is shown to nobody. */
  Key<String> secret(String name, String meaning) {
    return add(Key.<String>plain(name, Key.SECRET, null, meaning));
  }

  Key<String> url(String name, String defaultText, String meaning) {
    return add(Key.<String>plain(name, Key.URL, defaultText, meaning));
  }

  Key<String> urlOrUdp(String name, String meaning) {
    return add(Key.<String>plain(name, Key.URL_OR_UDP, null, meaning));
  }

  Key<Boolean> flag(String name, boolean byDefault, String meaning) {
    return add(Key.<Boolean>plain(name, Key.FLAG, String.valueOf(byDefault), meaning));
  }

  Key<Integer> number(String name, int byDefault, int min, int max, String unit, String meaning) {
    String text = Integer.toString(byDefault);
    return add(Key.<Integer>range(name, Key.NUMBER, text, min, max, unit, meaning));
  }

  /** A duration of at least a millisecond: no interval may spin, no wait may last for ever. */
  Key<Long> millis(String name, long byDefault, long max, String meaning) {
    String text = Long.toString(byDefault);
    return add(Key.<Long>range(name, Key.MILLIS, text, 1, max, "milliseconds", meaning));
  }

  Key<Double> ratio(String name, String defaultText, String meaning) {
    return add(Key.<Double>plain(name, Key.RATIO, defaultText, meaning));
  }

  Key<List<String>> list(String name, String defaultText, String meaning) {
    return add(Key.<List<String>>plain(name, Key.LIST, defaultText, meaning));
  }

  /** Distinct names out of {@code choices}; empty for {@code none}. */
  Key<List<String>> names(String name, String defaultText, String meaning, String... choices) {
    return add(Key.<List<String>>choice(name, Key.NAMES, defaultText, meaning, choices));
  }

  Key<Map<String, String>> map(String name, String meaning) {
    return add(Key.<Map<String, String>>plain(name, Key.MAP, "", meaning));
  }

  Key<Map<String, String>> headers(String name, String meaning) {
    return add(Key.<Map<String, String>>plain(name, Key.HEADERS, "", meaning));
  }

  Key<String> oneOf(String name, String defaultText, String meaning, String... choices) {
    return add(Key.<String>choice(name, Key.ONE_OF, defaultText, meaning, choices));
  }

  <T> Key<T> like(Key<T> general, String name, String meaning) {
    return add(Key.like(general, name, meaning));
  }

  private <T> Key<T> add(Key<T> key) {
    keys.add(key);
    return key;
  }
}
