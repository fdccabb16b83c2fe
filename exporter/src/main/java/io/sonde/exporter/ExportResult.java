package io.sonde.exporter;

/** What became of a batch. Immutable. */
public final class ExportResult {
  private static final ExportResult DELIVERED = new ExportResult(false, 0, 0, null);

  private final boolean retryable;
  private final int rejected;
  private final long retryAfterMillis;
  private final String reason;

  private ExportResult(boolean retryable, int rejected, long retryAfterMillis, String reason) {
    this.retryable = retryable;
    this.rejected = rejected;
    this.retryAfterMillis = retryAfterMillis;
    this.reason = reason;
  }

  /** The destination took all of it. */
  public static ExportResult delivered() {
    return DELIVERED;
  }

  /**
   * The destination will never take {@code records} of the batch; the others it took.
   *
   * @param reason short, without secrets
   */
  public static ExportResult rejected(int records, String reason) {
    return new ExportResult(false, records, 0, reason);
  }

  /**
   * The destination may take the batch later.
   *
   * @param afterMillis not before, as the destination asks; 0 when it did not say
   */
  public static ExportResult retry(long afterMillis, String reason) {
    return new ExportResult(true, 0, afterMillis, reason);
  }

  public boolean retryable() {
    return retryable;
  }

  public int rejected() {
    return rejected;
  }

  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Why it was not delivered whole; null when it was. */
  public String reason() {
    return reason;
  }
}
