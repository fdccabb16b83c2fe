package io.sonde.agent.weave;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** What the generated advice calls: writes down what it was given, and fails when told to. */
public final class Events {
  /** What has happened; null when nothing is to be written down. */
  static List<String> log;

  /** What each call throws; null for none. */
  static Throwable failure;

  /** Whether replaced arguments and results differ from what they replace. */
  static boolean changing;

  static int enters;
  static int exits;

  private Events() {}

  static void reset(boolean recording, Throwable thrown) {
    log = recording ? new ArrayList<>() : null;
    failure = thrown;
    enters = 0;
    exits = 0;
  }

  public static Object enter(String shape, Object self, Object[] arguments) {
    int token = ++enters;
    record("enter ", shape, self, arguments);
    Events.<RuntimeException>fail();
    return token;
  }

  /** Another value of the same type for the last argument. */
  public static Object replaceArgument(String shape, Object self, Object[] arguments) {
    enters++;
    record("replace ", shape, self, arguments);
    Events.<RuntimeException>fail();
    return other(arguments[arguments.length - 1]);
  }

  /** The result is ignored unless the shape replaces what is returned. */
  public static Object exit(
      String shape, Object token, Object self, Object[] arguments, Object returned, Object thrown) {
    exits++;
    if (log != null) {
      String result = " -> " + describe(returned) + " ! " + describe(thrown);
      record("exit " + token + result + ' ', shape, self, arguments);
    }
    Events.<RuntimeException>fail();
    return other(returned);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void fail() throws T {
    if (failure != null) {
      throw (T) failure;
    }
  }

  private static Object other(Object value) {
    if (!changing) {
      return value;
    }
    // Nothing grows and no number rises, lest recursions and loops never end.
    if (value instanceof String) {
      return ((String) value).endsWith("'") ? value : value + "'";
    }
    if (value instanceof Integer) {
      return (Integer) value > 0 ? (Integer) value - 1 : (Integer) value;
    }
    return value;
  }

  private static void record(String what, String shape, Object self, Object[] arguments) {
    if (log != null) {
      log.add(what + shape + ' ' + describe(self) + describe(arguments));
    }
  }

  /** A text without calling anything of the object's. */
  static String describe(Object value) {
    if (value == null) {
      return "null";
    }
    if (value.getClass().isArray()) {
      StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append('{');
      for (int i = 0; i < Math.min(Array.getLength(value), 50); i++) {
        text.append(describe(Array.get(value, i))).append(',');
      }
      return text.append('}').toString();
    }
    if (value instanceof NullPointerException) {
      // The JVM's message names variables by their slots.
      return value.getClass().getName();
    }
    if (value instanceof Throwable) {
      return value.getClass().getName() + ':' + ((Throwable) value).getMessage();
    }
    boolean plain =
        value instanceof String
            || value instanceof Number && value.getClass().getName().startsWith("java.lang.")
            || value instanceof Boolean
            || value instanceof Character;
    return value.getClass().getName() + (plain ? "=" + value : "");
  }
}
