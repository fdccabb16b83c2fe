package io.sonde.agent.weave.subject;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Methods of every shape that a compiler makes of Java. All are called with odd values. */
@SuppressWarnings("all")
public class Subject {
  private final String name;
  private int count;

  public Subject(String name) {
    this(name, name == null ? 0 : name.length());
    count++;
  }

  protected Subject(String name, int count) {
    super();
    this.name = name;
    this.count = count;
  }

  public Subject() {
    this("" + new StringBuilder("none").reverse());
  }

  public static boolean ofBoolean(boolean a) {
    return !a;
  }

  public static byte ofByte(byte a) {
    return (byte) (a + 1);
  }

  public static short ofShort(short a) {
    return (short) (a * 3);
  }

  public static char ofChar(char a) {
    return Character.toUpperCase(a);
  }

  public static int ofInt(int a) {
    return a / (a - 3);
  }

  public static long ofLong(long a) {
    return a % 7 == 0 ? a : -a;
  }

  public static float ofFloat(float a) {
    return a / 3;
  }

  public static double ofDouble(double a) {
    return Math.sqrt(a);
  }

  public static int[] ofInts(int[] a) {
    return a.clone();
  }

  public static String[][] ofTexts(String a, int n) {
    return new String[][] {{a}, new String[n]};
  }

  public static double mixed(long a, int b, double c, String d, float e, byte f, double g, long h) {
    a += b;
    c *= e;
    d = d + a;
    return a + c + d.length() + f + g + h;
  }

  public static void nothing() {}

  public void nothingOfMine(long a) {
    count += a;
  }

  /** The body begins with a loop. */
  public static int loopFirst(int a) {
    do {
      a -= 3;
      if (a % 5 == 1) {
        continue;
      }
      a--;
    } while (a > 0);
    return a;
  }

  public static long nestedLoops(int a, long limit) {
    long sum = 0;
    outer:
    for (int i = 0; i < 10; i++) {
      for (double d = 0; d < a; d++) {
        sum += i * d;
        if (sum > limit) {
          break outer;
        }
        if (i == 3) {
          continue outer;
        }
      }
      String text = "i" + i;
      sum += text.length();
    }
    return sum;
  }

  public static String tryAll(String a, int n) {
    String text = "";
    try {
      try {
        if (n == 0) {
          return "early";
        }
        text += a.charAt(n);
        return text;
      } catch (StringIndexOutOfBoundsException e) {
        text += "caught";
        if (n < 0) {
          throw new IllegalStateException(text, e);
        }
      } finally {
        text += "finally";
        if (n == 3) {
          return "swallowed";
        }
      }
      text += "after";
    } catch (IllegalStateException e) {
      return text + e.getMessage();
    } finally {
      text += "outer";
      for (int i = 0; i < 3; i++) {
        if (i == n) {
          return "from the loop";
        }
      }
    }
    return text;
  }

  /** A handler for everything, which must not see what the advice throws. */
  public static int catchesAll(int a) {
    try {
      if (a == 2) {
        throw new IllegalArgumentException("two");
      }
      return 10 / a;
    } catch (Throwable t) {
      return t.getMessage().length();
    }
  }

  public static int returnsInTry(int a) {
    int x = a;
    try {
      return x++;
    } finally {
      x += 10;
    }
  }

  public static int throwsFromFinally(int a) throws Exception {
    try {
      if (a == 1) {
        throw new Exception("one");
      }
      return a;
    } finally {
      if (a > 2) {
        throw new java.io.IOException("more than two");
      }
    }
  }

  public static String retries(String a) {
    for (int attempt = 0; ; attempt++) {
      try {
        if (attempt < 2) {
          throw new RuntimeException(a);
        }
        return a + attempt;
      } catch (RuntimeException e) {
        if (attempt == 5) {
          throw e;
        }
      }
    }
  }

  public synchronized int synchronizedMethod(int a) {
    count += a;
    return 100 / count;
  }

  public static synchronized String synchronizedStatic(String a) {
    return a.trim();
  }

  public int synchronizedBlock(int a) {
    synchronized (name) {
      if (a > 1) {
        return a;
      }
      synchronized (this) {
        count /= a;
        return count;
      }
    }
  }

  public static String ofSwitch(int a) {
    switch (a) {
      case -1:
        return "minus one";
      case 0:
      case 1:
        a += 5;
        break;
      case 1000:
        throw new UnsupportedOperationException("large");
      default:
        a--;
    }
    return "other " + a;
  }

  public static int ofTextSwitch(String a) {
    switch (a) {
      case "":
        return 0;
      case "abc":
        return 1;
      default:
        return a.hashCode();
    }
  }

  /** All arguments are other values at the end. */
  public static String overwrites(String a, long b, int c, Object d) {
    d = a;
    a = null;
    c++;
    b = c * 2L;
    return "" + a + b + c + d;
  }

  public static String uninitializedOnStack(String a, int n) {
    return new StringBuilder(n > 0 ? a : new String(n == 0 ? "zero" : "minus"))
        .append(n)
        .toString();
  }

  public static Object conditional(Object a, int n) {
    return n > 1 ? (Object) Integer.valueOf(n) : n < 0 ? (Object) "negative" : a;
  }

  public static List<String> withLambda(List<String> a, int n) {
    List<String> found = new ArrayList<>();
    if (a != null) {
      a.forEach(each -> found.add(each + n));
    }
    Iterator<String> i = found.iterator();
    while (i.hasNext()) {
      if (i.next().isEmpty()) {
        i.remove();
      }
    }
    return found;
  }

  public static int resources(String a) throws Exception {
    try (AutoCloseable one = () -> a.length();
        AutoCloseable two =
            () -> {
              throw new IllegalStateException("close");
            }) {
      return a.charAt(1);
    }
  }

  public static int recursion(int n) {
    return n <= 0 ? 0 : 1 + recursion(n - 1);
  }

  public static long fibonacci(int n) {
    return n < 2 || n > 9 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  public String tellsOfItself() {
    return name + count;
  }

  public static Subject makes(String a) {
    Subject made = a == null ? new Subject() : new Subject(a);
    made.nothingOfMine(3);
    return made;
  }

  public static class Child extends Subject {
    public Child(String a, long b) {
      super(b > 1 ? a : "less", (int) b);
    }

    @Override
    public String tellsOfItself() {
      return "child of " + super.tellsOfItself();
    }
  }

  public static String childs(String a, long b) {
    return new Child(a, b).tellsOfItself();
  }

  /** Takes as many slots as are possible. */
  public static long wide(
      long a0,
      long a1,
      long a2,
      long a3,
      long a4,
      long a5,
      long a6,
      long a7,
      long a8,
      long a9,
      double b0,
      double b1,
      double b2,
      double b3,
      double b4,
      double b5,
      double b6,
      double b7) {
    long sum = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9;
    for (double each : new double[] {b0, b1, b2, b3, b4, b5, b6, b7}) {
      sum += (long) each;
    }
    return sum;
  }
}
