package io.sonde.exporter;

/**
 * How long a request may be that is kept: it cannot be halved any more when the receiver finds it
 * too large, so it is at most what the receiver was seen to take. For one thread.
 */
public final class RequestSize {
  /** What anything takes: of the limits that are known of, the smallest is 256 KiB. */
  private static final int UNSEEN = 64 * 1024;

  private int most = UNSEEN;

  /** Notes that the receiver took one. */
  public void taken(int length) {
    most = Math.max(most, length);
  }

  /** Notes that the receiver found one too large. */
  public void refused(int length) {
    most = Math.min(most, length / 2);
  }

  public boolean allows(int length) {
    return length <= most;
  }
}
