package io.sonde.exporter.prometheus;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.HashMap;
import java.util.Map;

/**
 * OpenTelemetry names as Prometheus names, by the specification's strategy
 * "UnderscoreEscapingWithSuffixes". Names of families are without {@code _total}.
 */
public final class Names {
  private static final Map<String, String> UNITS = new HashMap<String, String>();

  static {
    String[] units = {
      "d",
      "days",
      "h",
      "hours",
      "min",
      "minutes",
      "s",
      "seconds",
      "ms",
      "milliseconds",
      "us",
      "microseconds",
      "ns",
      "nanoseconds",
      "By",
      "bytes",
      "KiBy",
      "kibibytes",
      "MiBy",
      "mebibytes",
      "GiBy",
      "gibibytes",
      "TiBy",
      "tebibytes",
      "KBy",
      "kilobytes",
      "MBy",
      "megabytes",
      "GBy",
      "gigabytes",
      "TBy",
      "terabytes",
      "m",
      "meters",
      "V",
      "volts",
      "A",
      "amperes",
      "J",
      "joules",
      "W",
      "watts",
      "g",
      "grams",
      "Cel",
      "celsius",
      "Hz",
      "hertz",
      "%",
      "percent"
    };
    for (int i = 0; i < units.length; i += 2) {
      UNITS.put(units[i], units[i + 1]);
    }
  }

  private Names() {}

  /** The name of the family of a metric: no two families of a scrape may have the same. */
  public static String family(MetricData metric) {
    return family(metric.getName(), unit(metric.getUnit()), isCounter(metric));
  }

  static boolean isCounter(MetricData metric) {
    return metric.getType() == MetricDataType.LONG_SUM && metric.getLongSumData().isMonotonic()
        || metric.getType() == MetricDataType.DOUBLE_SUM && metric.getDoubleSumData().isMonotonic();
  }

  /**
   * @param unit from {@link #unit}
   */
  public static String family(String name, String unit, boolean counter) {
    return suffixed(sanitized(name, true), unit, counter);
  }

  /** The name with its own characters, by the strategy "NoUTF8EscapingWithSuffixes". */
  static String original(String name, String unit, boolean counter) {
    return suffixed(name, unit, counter);
  }

  private static String suffixed(String name, String unit, boolean counter) {
    boolean total = counter && name.endsWith("_total");
    String base = total ? name.substring(0, name.length() - "_total".length()) : name;
    return unit.isEmpty() || endsWithWord(base, unit) ? base : base + "_" + unit;
  }

  /** Whether {@code word} is the last one of a name, behind an underscore. */
  static boolean endsWithWord(String name, String word) {
    int underscore = name.length() - word.length() - 1;
    return underscore >= 0 && name.charAt(underscore) == '_' && name.endsWith(word);
  }

  /** The name of a label for an attribute. */
  public static String label(String key) {
    return sanitized(key, false);
  }

  /**
   * The suffix for a UCUM unit: {@code s} is seconds, {@code By/s} bytes_per_second. Empty for
   * {@code 1} (the Java SDK adds no {@code _ratio} since 1.62), for annotations such as {@code
   * {request}} and for no unit.
   */
  public static String unit(String ucum) {
    int slash = ucum.indexOf('/');
    if (slash < 0) {
      return word(ucum);
    }
    String counted = word(ucum.substring(0, slash));
    String per = word(ucum.substring(slash + 1));
    if (per.isEmpty()) {
      return counted;
    }
    // Per one second, not per seconds.
    String one = per.endsWith("s") ? per.substring(0, per.length() - 1) : per;
    return (counted.isEmpty() ? "" : counted + "_") + "per_" + one;
  }

  private static String word(String ucum) {
    int brace = ucum.indexOf('{');
    String plain = brace < 0 ? ucum : ucum.substring(0, brace);
    if (plain.isEmpty() || plain.equals("1")) {
      return "";
    }
    String word = UNITS.get(plain);
    return word != null ? word : trimmed(sanitized(plain, false));
  }

  private static String trimmed(String word) {
    int from = word.startsWith("_") ? 1 : 0;
    int to = word.length() - (word.endsWith("_") ? 1 : 0);
    return from < to ? word.substring(from, to) : "";
  }

  /**
   * Every run of other characters is one underscore; so no label begins with two, which are
   * reserved.
   */
  private static String sanitized(String name, boolean colons) {
    StringBuilder clean = new StringBuilder(name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean valid = digit || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == ':' && colons;
      if (digit && clean.length() == 0) {
        clean.append('_');
      }
      if (valid) {
        clean.append(c);
      } else if (clean.length() == 0 || clean.charAt(clean.length() - 1) != '_') {
        clean.append('_');
      }
    }
    return clean.length() == 0 ? "_" : clean.toString();
  }
}
