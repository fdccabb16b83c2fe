package io.sonde.exporter.logstash;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Logstash's pattern language with the patterns of its core that the pipelines here name. */
final class Grok {
  private static final Pattern REFERENCE = Pattern.compile("%\\{(\\w+)(?::(\\w+))?}");
  private static final Map<String, String> CORE =
      Map.of(
          "YEAR", "(?>\\d\\d){1,2}",
          "MONTHNUM", "(?:0?[1-9]|1[0-2])",
          "MONTHDAY", "(?:(?:0[1-9])|(?:[12][0-9])|(?:3[01])|[1-9])",
          "HOUR", "(?:2[0123]|[01]?[0-9])",
          "MINUTE", "(?:[0-5][0-9])",
          "SECOND", "(?:(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?)",
          "ISO8601_TIMEZONE", "(?:Z|[+-]%{HOUR}(?::?%{MINUTE}))",
          "TIMESTAMP_ISO8601",
              "%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?"
                  + "%{ISO8601_TIMEZONE}?",
          "LOGLEVEL",
              "([Aa]lert|ALERT|[Tt]race|TRACE|[Dd]ebug|DEBUG|[Nn]otice|NOTICE"
                  + "|[Ii]nfo?(?:rmation)?|INFO?(?:RMATION)?|[Ww]arn?(?:ing)?|WARN?(?:ING)?"
                  + "|[Ee]rr?(?:or)?|ERR?(?:OR)?|[Cc]rit?(?:ical)?|CRIT?(?:ICAL)?"
                  + "|[Ff]atal|FATAL|[Ss]evere|SEVERE|EMERG(?:ENCY)?|[Ee]merg(?:ency)?)",
          "GREEDYDATA", ".*");

  private final Pattern pattern;
  private final Set<String> fields = new LinkedHashSet<>();

  Grok(String text) {
    StringBuilder regex = new StringBuilder();
    expand(text, regex);
    pattern = Pattern.compile(regex.toString());
  }

  private void expand(String text, StringBuilder regex) {
    Matcher reference = REFERENCE.matcher(text);
    int from = 0;
    while (reference.find()) {
      regex.append(text, from, reference.start());
      String field = reference.group(2);
      regex.append(field == null ? "(?:" : "(?<" + field + ">");
      if (field != null) {
        fields.add(field);
      }
      String definition = CORE.get(reference.group(1));
      if (definition == null) {
        throw new IllegalArgumentException(reference.group());
      }
      expand(definition, regex);
      regex.append(')');
      from = reference.end();
    }
    regex.append(text, from, text.length());
  }

  /** What it captures, or null when it does not match anywhere in {@code text}. */
  Map<String, String> match(String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    Map<String, String> captured = new LinkedHashMap<>();
    for (String field : fields) {
      captured.put(field, matcher.group(field));
    }
    return captured;
  }
}
