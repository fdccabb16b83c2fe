package io.sonde.agent.weave;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Calls methods of a class with odd values and writes down what comes of it. */
final class Transcript {
  private static final int CALLS = 12;

  private Transcript() {}

  /**
   * @param recording whether the advice's events are written down as well
   * @param failure what the advice throws, or null
   */
  static List<String> of(Class<?> type, boolean recording, Throwable failure) {
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    Method[] methods = type.getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparing(Method::toString));
    Events.reset(recording, failure);
    for (Method method : methods) {
      if (!Modifier.isPublic(method.getModifiers())) {
        continue;
      }
      method.setAccessible(true);
      for (int i = 0; i < (method.getParameterCount() == 0 ? 1 : CALLS); i++) {
        Object self = self(type, random);
        Object[] arguments = new Object[method.getParameterCount()];
        for (int a = 0; a < arguments.length; a++) {
          arguments[a] = value(method.getParameterTypes()[a], random);
        }
        texts.add(method.getName() + Events.describe(arguments));
        texts.add(call(method, self, arguments));
        if (recording) {
          texts.addAll(Events.log);
          Events.log.clear();
        }
      }
    }
    return texts;
  }

  private static Object self(Class<?> type, Random random) {
    for (Constructor<?> constructor : type.getConstructors()) {
      Class<?>[] types = constructor.getParameterTypes();
      if (types.length == 1 && types[0] == String.class) {
        try {
          return constructor.newInstance(value(String.class, random));
        } catch (ReflectiveOperationException e) {
          return null;
        }
      }
    }
    return null;
  }

  private static String call(Method method, Object self, Object[] arguments) {
    try {
      return Events.describe(method.invoke(self, arguments));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      return "threw " + Events.describe(cause) + " by " + Events.describe(cause.getCause());
    } catch (IllegalAccessException | RuntimeException e) {
      return "not called: " + e.getClass();
    }
  }

  private static Object value(Class<?> type, Random random) {
    int n = random.nextInt(7);
    switch (type.getName()) {
      case "boolean":
        return n > 3;
      case "byte":
        return (byte) (n * 40);
      case "short":
        return (short) (n - 2);
      case "char":
        return "a Z9_\u00e9\n".charAt(n);
      case "int":
        return n < 5 ? n - 1 : n * 500 - 2000;
      case "long":
        return n < 5 ? n - 1L : n * 5_000_000_000L;
      case "float":
        return n / 2f - 1;
      case "double":
        return n / 4d - 0.5;
      case "java.lang.String":
      case "java.lang.CharSequence":
      case "java.lang.Object":
      case "java.lang.Comparable":
        return new String[] {null, "", "abc", " Def\tgh ", "12", "-0x1F", "abcabc\nabc"}[n];
      default:
        return type.isArray() ? array(type.getComponentType(), random, n) : null;
    }
  }

  private static Object array(Class<?> type, Random random, int n) {
    if (n == 0) {
      return null;
    }
    Object array = Array.newInstance(type, n - 1);
    for (int i = 0; i < n - 1; i++) {
      Array.set(array, i, value(type, random));
    }
    return array;
  }
}
