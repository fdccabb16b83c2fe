package io.sonde.smoke.programs.faults;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Makes records that can be counted: {@code run <from> <count> <a second>} logs {@code seq=<n>} and
 * queries H2 so often, and tells what the median and the hundredth slowest took; {@code text
 * <from>} does it once for each text that is hard to encode, and tells how many there are; {@code
 * burn <per cent>} keeps a processor busy beside, {@code redeploy} queries by a driver in a class
 * loader of its own, which it then lets go, and {@code loaders} tells how many of these are still
 * there.
 */
public final class RecordSource {
  private static final Logger LOGGER = LoggerFactory.getLogger(RecordSource.class);

  /** Not as literals: a class file cannot have all of them. */
  private static final String[] HARD = {
    "\ud83d",
    "\ude00",
    "\ude00\ud83d",
    "end \ud83d",
    "\0 NUL \0",
    controls(),
    "\ufeffBOM",
    "\uffff\ufffe\ufdd0",
    "e" + "\u0301".repeat(1_000_000),
    "\ud83d\ude00".repeat(100_000),
    "x" + "\ud83d\ude00".repeat(100_000),
    "\u202e\u2028\u2029\u0085",
    "\"\\\r\n\t{}[]'`%s${jndi:x}",
    "\ud800".repeat(300_000),
    "\u00e9\u20ac".repeat(70_000)
  };

  private static final List<WeakReference<ClassLoader>> LOADERS = new ArrayList<>();

  private RecordSource() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:records")) {
      System.out.println("ready");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        int from = words.length < 2 ? 0 : Integer.parseInt(words[1]);
        switch (words[0]) {
          case "run":
            run(connection, from, Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            break;
          case "burn":
            burn(from);
            break;
          case "redeploy":
            redeploy();
            break;
          case "loaders":
            loaders();
            break;
          case "text":
            texts(connection, from);
            break;
          default:
            System.exit(3);
        }
      }
    }
  }

  private static void run(Connection connection, int from, int count, int perSecond)
      throws Exception {
    long[] nanos = new long[count];
    try (PreparedStatement statement = connection.prepareStatement("select 1 from dual")) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long due = start + i * 1_000_000_000L / perSecond;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        long begin = System.nanoTime();
        LOGGER.info("seq={}", from + i);
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
        }
        nanos[i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "ran %d %d %d%n", from, nanos[count / 2] / 1000, nanos[count * 99 / 100] / 1000);
  }

  private static void texts(Connection connection, int from) throws Exception {
    for (int i = 0; i < HARD.length; i++) {
      MDC.put("hard", HARD[i]);
      MDC.put("key" + HARD[i].substring(0, Math.min(10, HARD[i].length())), "hard");
      // Which no text of valid characters tells apart.
      MDC.put("same\ud800", "first");
      MDC.put("same\ud801", "second");
      Thread.currentThread().setName("main" + HARD[i]);
      LOGGER.warn("seq=" + (from + i) + " " + HARD[i], new IllegalStateException(HARD[i]));
      MDC.clear();
      try (PreparedStatement statement =
          connection.prepareStatement("select 1 as \"" + HARD[i].replace('"', '\'') + "\"")) {
        statement.executeQuery().close();
      } catch (Exception e) {
        // H2 has its own opinion of names.
      }
    }
    System.out.println("texts " + HARD.length);
  }

  private static void burn(int percent) {
    Thread burning =
        new Thread(
            () -> {
              while (true) {
                long end = System.nanoTime() + percent * 100_000L;
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
                LockSupport.parkNanos((100 - percent) * 100_000L);
              }
            });
    burning.setDaemon(true);
    burning.start();
  }

  private static void redeploy() throws Exception {
    URL jar = Class.forName("org.h2.Driver").getProtectionDomain().getCodeSource().getLocation();
    ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, platform)) {
      LOADERS.add(new WeakReference<>(loader));
      Class<?> type = loader.loadClass("org.h2.Driver");
      Driver driver = (Driver) type.getDeclaredConstructor().newInstance();
      try (Connection connection = driver.connect("jdbc:h2:mem:", new Properties());
          PreparedStatement statement = connection.prepareStatement("select 2 from dual")) {
        statement.executeQuery().close();
      }
      type.getMethod("unload").invoke(null);
    }
  }

  private static void loaders() throws InterruptedException {
    long left = LOADERS.size();
    for (int i = 0; i < 50 && left > 0; i++) {
      System.gc();
      Thread.sleep(100);
      left = LOADERS.stream().filter(loader -> loader.get() != null).count();
    }
    System.out.println("loaders " + left + " of " + LOADERS.size());
  }

  private static String controls() {
    StringBuilder text = new StringBuilder();
    for (char c = 0; c < 0xa0; c++) {
      text.append(c);
    }
    return text.toString();
  }
}
