package io.sonde.exporter.net;

import java.util.Random;

/** A peer that sends given octets, in pieces of any size, and ends; it hears all. */
public final class WireOfBytes extends Wire {
  private final byte[] octets;
  private final Random random;
  private int at;

  public WireOfBytes(byte[] octets, Random random) {
    this.octets = octets;
    this.random = random;
  }

  @Override
  int read(byte[] bytes, int from, int count, Deadline deadline) {
    if (at == octets.length) {
      return -1;
    }
    int n = 1 + random.nextInt(Math.min(count, octets.length - at));
    System.arraycopy(octets, at, bytes, from, n);
    at += n;
    return n;
  }

  @Override
  public void write(
      byte[] head, int headLength, byte[] body, int from, int length, Deadline deadline) {}

  @Override
  boolean idle() {
    return at == octets.length;
  }

  @Override
  boolean pending() {
    return at < octets.length;
  }

  @Override
  public void finish(Deadline deadline) {}

  @Override
  public void close() {}
}
