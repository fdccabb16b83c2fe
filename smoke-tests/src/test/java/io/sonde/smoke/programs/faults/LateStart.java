package io.sonde.smoke.programs.faults;

import java.util.Arrays;

/** Calls the main method of another class, with the arguments behind it, when it is told to. */
public final class LateStart {
  private LateStart() {}

  public static void main(String[] args) throws Exception {
    if (System.in.read() >= 0) {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }
  }
}
