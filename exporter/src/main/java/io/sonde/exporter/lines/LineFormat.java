package io.sonde.exporter.lines;

import java.util.Map;

/** The formats that settings name. */
public enum LineFormat {
  JSON("json"),
  ECS("ecs"),
  LOGSTASH("logstash"),
  LOGSTASH_STRICT("logstash-strict");

  private final String text;

  LineFormat(String text) {
    this.text = text;
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static LineFormat of(String name) {
    for (LineFormat format : values()) {
      if (format.text.equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException("no format of lines: " + name);
  }

  /** A writer of such lines, for one thread. */
  public LogLine line(Map<String, Object> resource) {
    switch (this) {
      case JSON:
        return new JsonLine(true);
      case ECS:
        return new EcsLine(resource);
      default:
        return new LogstashLine(resource, this == LOGSTASH_STRICT);
    }
  }
}
