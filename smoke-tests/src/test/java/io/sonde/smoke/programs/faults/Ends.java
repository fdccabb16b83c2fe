package io.sonde.smoke.programs.faults;

/** Ends in the given way after the given milliseconds. */
public final class Ends {
  private Ends() {}

  public static void main(String[] args) throws Exception {
    Thread other = new Thread(Ends::sleepLong);
    other.setDaemon(true);
    other.start();
    Thread.sleep(Long.parseLong(args[1]));
    switch (args[0]) {
      case "exit" -> System.exit(3);
      case "halt" -> Runtime.getRuntime().halt(4);
      case "throw" -> throw new IllegalStateException("told to");
      default -> System.out.println("end");
    }
  }

  private static void sleepLong() {
    try {
      Thread.sleep(3_600_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
