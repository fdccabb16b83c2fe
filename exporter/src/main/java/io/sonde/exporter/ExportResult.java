package io.sonde.exporter;

/** What became of a batch. Immutable. */
public final class ExportResult {
  private static final ExportResult DELIVERED = new ExportResult(false, 0, 0, 0, null);
  private static final ExportResult TOO_LARGE = retry(0, "too large");

  private final boolean retryable;
  private final int rejected;
  private final int failed;
  private final long retryAfterMillis;
  private final String reason;

  private ExportResult(
      boolean retryable, int rejected, int failed, long retryAfterMillis, String reason) {
    this.retryable = retryable;
    this.rejected = rejected;
    this.failed = failed;
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
    return new ExportResult(false, records, 0, 0, reason);
  }

  /**
   * {@code records} of the batch could not be encoded, and were left out. A batch that goes again
   * fails at them again, so they are told with its last result only.
   */
  public static ExportResult failed(int records) {
    return records == 0 ? DELIVERED : new ExportResult(false, 0, records, 0, null);
  }

  /**
   * The result of a batch of which this was one part and {@code other} the rest; when one part may
   * be taken later, the batch may.
   */
  public ExportResult and(ExportResult other) {
    if (retryable || other == DELIVERED) {
      return this;
    }
    if (other.retryable || this == DELIVERED) {
      return other;
    }
    return new ExportResult(
        false,
        rejected + other.rejected,
        failed + other.failed,
        0,
        reason == null ? other.reason : reason);
  }

  /**
   * The destination may take the batch later.
   *
   * @param afterMillis not before, as the destination asks; 0 when it did not say
   */
  public static ExportResult retry(long afterMillis, String reason) {
    return new ExportResult(true, 0, 0, afterMillis, reason);
  }

  /** The message was too large for the destination; fewer records at a time might pass. */
  public static ExportResult tooLarge() {
    return TOO_LARGE;
  }

  public boolean retryable() {
    return retryable;
  }

  /** How many records the destination will never take. */
  public int rejected() {
    return rejected;
  }

  /** How many records the agent failed at. */
  public int failed() {
    return failed;
  }

  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Why it was not delivered whole; null when it was. */
  public String reason() {
    return reason;
  }
}
