package io.sonde.agent.config;

import io.sonde.bootstrap.Text;
import java.io.File;

/** The name under which a backend shows the process. */
public final class ServiceName {
  private ServiceName() {}

  /** What the user set; else what the process tells of itself. Never null or empty. */
  public static String of(Config config) {
    String name = config.get(GeneralKeys.SERVICE_NAME);
    if (name == null) {
      name = config.get(GeneralKeys.RESOURCE_ATTRIBUTES).get("service.name");
    }
    if (name == null) {
      name = Config.nonEmpty(Config.property("spring.application.name"));
    }
    if (name == null) {
      name = config.variable("SPRING_APPLICATION_NAME");
    }
    return name == null ? fromCommand(Config.property("sun.java.command")) : name;
  }

  /**
   * @param command the jar's path or the main class, then the program's arguments, with blanks
   *     between them and maybe within them; null when a native program made the JVM
   */
  static String fromCommand(String command) {
    String text = command == null ? "" : command.trim();
    if (text.isEmpty()) {
      return "unknown_service:java";
    }
    int blank = text.indexOf(' ');
    String first = blank < 0 ? text : text.substring(0, blank);
    String path = isArchive(first) ? first : archiveWithBlanks(text, blank);
    String name = path == null ? Text.simpleName(first) : withoutVersion(fileName(path));
    return name.isEmpty() ? "unknown_service:java" : name;
  }

  /** Only a file that is there tells a path with blanks from a class and its argument. */
  private static String archiveWithBlanks(String command, int firstBlank) {
    int blank = firstBlank;
    while (blank >= 0) {
      int next = command.indexOf(' ', blank + 1);
      String path = next < 0 ? command : command.substring(0, next);
      if (isArchive(path) && isFile(path)) {
        return path;
      }
      blank = next;
    }
    return null;
  }

  private static boolean isFile(String path) {
    try {
      return new File(path).isFile();
    } catch (SecurityException e) {
      return false;
    }
  }

  private static boolean isArchive(String path) {
    int suffix = path.length() - 4;
    return suffix > 0
        && (path.regionMatches(true, suffix, ".jar", 0, 4)
            || path.regionMatches(true, suffix, ".war", 0, 4));
  }

  private static String fileName(String archive) {
    int slash = Math.max(archive.lastIndexOf('/'), archive.lastIndexOf('\\'));
    return archive.substring(slash + 1, archive.length() - 4);
  }

  /** {@code shop-1.2.3-SNAPSHOT} is shop; {@code area-51-shop} stays what it is. */
  private static String withoutVersion(String name) {
    for (int dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
      int end = dash + 1;
      while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
        end++;
      }
      if (end > dash + 1
          && (end == name.length()
              || name.charAt(end) == '.'
              || name.startsWith("-SNAPSHOT", end))) {
        return name.substring(0, dash);
      }
    }
    return name;
  }
}
