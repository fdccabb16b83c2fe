package io.sonde.agent.config;

import io.sonde.bootstrap.AgentLog;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads settings from where the user may have put them; the first source that has one counts:
 *
 * <ol>
 *   <li>the system property {@code otel.foo.bar}
 *   <li>the environment variable {@code OTEL_FOO_BAR}
 *   <li>the agent's arguments, {@code -javaagent:sonde-agent.jar=otel.foo.bar=1;...}, which belong
 *       to this process alone
 *   <li>the properties file named by {@link GeneralKeys#CONFIGURATION_FILE}, which several
 *       processes may share
 * </ol>
 *
 * Empty is unset. Thread safe.
 */
public final class Config {
  /** Where a value may come from; the first that has one wins. */
  private static final String[] ORIGINS = {"system property", "environment", "arguments", "file"};

  private static final int ENVIRONMENT = 1;

  private final Map<String, String> environment;
  private final Map<String, String> arguments = new HashMap<>();
  private final Map<String, String> file = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  /** Tells of nothing before the user's log level is in effect. */
  Config(String argumentText, Map<String, String> environment) {
    this.environment = environment;
    boolean wellFormed = ArgumentText.parse(argumentText, arguments);
    String path = text(GeneralKeys.CONFIGURATION_FILE);
    String problem = path == null ? null : ConfigurationFile.read(path, file);
    LogLevel.apply(this);
    if (!wellFormed) {
      AgentLog.warn("The agent's arguments have a part that is not key=value; it is ignored");
    }
    if (problem != null) {
      AgentLog.warn(source(GeneralKeys.CONFIGURATION_FILE) + problem + "; going on without it");
    }
  }

  /**
   * Reads arguments and file, and sets the agent's log level. Never throws; tells of each problem
   * in one line.
   *
   * @param arguments what stands behind the agent's jar, or null
   */
  public static Config read(String arguments) {
    Map<String, String> environment;
    try {
      environment = System.getenv();
    } catch (SecurityException e) {
      environment = Collections.emptyMap();
    }
    return new Config(arguments, environment);
  }

  /**
   * The value of a setting.
   *
   * @return the default where it is unset; also where it is malformed, after one warning that names
   *     the key, never the value. Null when there is neither a value nor a default
   */
  @SuppressWarnings("unchecked") // A key's type says what parse returns.
  public <T> T get(Key<T> key) {
    T value = (T) own(key);
    if (value != null) {
      return value;
    }
    if (key.fallback != null) {
      return get(key.fallback);
    }
    return key.defaultText == null ? null : (T) key.parse(key.defaultText);
  }

  /** The user's own value; null, perhaps after a warning, when there is none to be had. */
  private Object own(Key<?> key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    Object value = key.parse(text);
    if (value == null) {
      warn(key, " is not " + key.expected() + "; " + substitute(key));
    } else if (!key.complete(text)) {
      warn(key, " has a name that is not known and ignored; it is " + key.expected());
    }
    return value;
  }

  /** The user's own value as text in the form of the key's type, or null like {@link #own}. */
  String checkedText(Key<?> key) {
    Object value = own(key);
    return value == null ? null : value instanceof Map ? text(key) : value.toString();
  }

  /** Whether a family or library is to be watched at all. */
  public boolean instrumentationEnabled(String name) {
    return get(GeneralKeys.instrumentation(name)).booleanValue();
  }

  /** What the user wrote, trimmed; null when unset. */
  String text(Key<?> key) {
    String text = null;
    for (int i = 0; text == null && i < ORIGINS.length; i++) {
      text = text(key, i);
    }
    return text;
  }

  private String text(Key<?> key, int origin) {
    switch (origin) {
      case 0:
        return nonEmpty(property(key.name));
      case ENVIRONMENT:
        return nonEmpty(environment.get(key.variable()));
      case 2:
        return nonEmpty(arguments.get(key.name));
      default:
        return nonEmpty(file.get(key.name));
    }
  }

  /** A system property outside of the agent's own names; null where it may not be read. */
  static String property(String name) {
    try {
      return System.getProperty(name);
    } catch (SecurityException e) {
      return null;
    }
  }

  /** An environment variable outside of the agent's own names. */
  String variable(String name) {
    return nonEmpty(environment.get(name));
  }

  /** The names of all environment variables. */
  Iterable<String> variables() {
    return environment.keySet();
  }

  /** The names that the agent's arguments set. */
  Iterable<String> arguments() {
    return arguments.keySet();
  }

  /** The names that the configuration file sets. */
  Iterable<String> fileKeys() {
    return file.keySet();
  }

  static String nonEmpty(String text) {
    if (text == null) {
      return null;
    }
    String trimmed = text.trim();
    return trimmed.isEmpty() ? null : trimmed;
  }

  /** Where the value of a key comes from, for people. */
  String origin(Key<?> key) {
    for (int i = 0; i < ORIGINS.length; i++) {
      if (text(key, i) != null) {
        return ORIGINS[i];
      }
    }
    return "default";
  }

  /** The name under which the user set a key. */
  private String source(Key<?> key) {
    return origin(key).equals(ORIGINS[ENVIRONMENT]) ? key.variable() : key.name;
  }

  private static String substitute(Key<?> key) {
    if (key.fallback != null) {
      return "taking that of " + key.fallback.name;
    }
    return key.defaultText == null || key.defaultText.isEmpty()
        ? "it is ignored"
        : "taking the default, " + key.defaultText;
  }

  private void warn(Key<?> key, String problem) {
    synchronized (told) {
      if (!told.add(key.name)) {
        return;
      }
    }
    AgentLog.warn(source(key) + problem);
  }
}
