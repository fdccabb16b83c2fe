package io.sonde.bootstrap;

/** Boxes small numbers (status codes, ports in use) without allocating. */
public final class Numbers {
  private static final Long[] SMALL = new Long[1024];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = Long.valueOf(i);
    }
  }

  private Numbers() {}

  public static Long box(long value) {
    return value >= 0 && value < SMALL.length ? SMALL[(int) value] : Long.valueOf(value);
  }
}
