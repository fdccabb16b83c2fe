package io.sonde.smoke.programs.faults;

import java.util.concurrent.locks.LockSupport;

/** Has as many threads as its argument says, which wait; then waits for its stdin to end. */
public final class Crowd {
  private Crowd() {}

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      Thread thread = new Thread(null, Crowd::idle, "crowd-" + i, 128 << 10);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // On to the end.
    }
  }

  private static void idle() {
    while (true) {
      LockSupport.park();
    }
  }
}
