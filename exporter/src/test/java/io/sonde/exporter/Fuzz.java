package io.sonde.exporter;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Texts that are almost right: a known one with pieces flipped, cut out, repeated or of another.
 * The same ones in each run. {@code -Dsonde.fuzz} says how many are tried. Not thread safe.
 */
public final class Fuzz {
  private static final int MAX_EDITS = 6;

  public final Random random;
  private final byte[][] seeds;

  public Fuzz(long seed, String... latin1) {
    this(seed, bytes(latin1));
  }

  public Fuzz(long seed, byte[]... seeds) {
    random = new Random(seed);
    this.seeds = seeds;
  }

  private static byte[][] bytes(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = texts[i].getBytes(StandardCharsets.ISO_8859_1);
    }
    return bytes;
  }

  /** How many inputs a test tries; {@code -Pfaults} has it try 10,000,000. */
  public static int inputs() {
    return Integer.getInteger("sonde.fuzz", 100_000);
  }

  /** The next input. */
  public byte[] next() {
    byte[] input = seeds[random.nextInt(seeds.length)].clone();
    for (int edits = random.nextInt(MAX_EDITS); edits > 0 && input.length > 0; edits--) {
      int at = random.nextInt(input.length);
      int count = random.nextInt(Math.min(16, input.length - at) + 1);
      switch (random.nextInt(5)) {
        case 0 -> input[at] = (byte) random.nextInt();
        case 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> input = spliced(input, at, input, at + count, input.length);
        case 3 -> input = spliced(input, at + count, input, at, input.length);
        default -> {
          byte[] other = seeds[random.nextInt(seeds.length)];
          int from = random.nextInt(other.length + 1);
          input = spliced(input, at, other, from, other.length);
        }
      }
    }
    return input;
  }

  private static byte[] spliced(byte[] first, int count, byte[] second, int from, int to) {
    byte[] joined = new byte[count + to - from];
    System.arraycopy(first, 0, joined, 0, count);
    System.arraycopy(second, from, joined, count, to - from);
    return joined;
  }
}
