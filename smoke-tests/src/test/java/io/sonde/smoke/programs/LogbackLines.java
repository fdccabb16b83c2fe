package io.sonde.smoke.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;

/** Logs each line that it is told through SLF4J, whatever version of Logback is behind it. */
public final class LogbackLines {
  private LogbackLines() {}

  public static void main(String[] args) throws Exception {
    Class<?> factory = Class.forName("org.slf4j.LoggerFactory");
    Object logger = factory.getMethod("getLogger", String.class).invoke(null, "lines");
    Method info = Class.forName("org.slf4j.Logger").getMethod("info", String.class);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      info.invoke(logger, line);
      System.out.println("logged " + line);
    }
  }
}
