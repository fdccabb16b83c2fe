package io.sonde.exporter;

/** Why a record was not delivered. The set is closed: it becomes the label of a metric. */
public enum DropReason {
  /** The queue held as many records as it may. */
  QUEUE_FULL("queue_full"),
  /** The queue held as many bytes as it may. */
  QUEUE_BYTES("queue_bytes"),
  /** Heap or processors are exhausted, see the circuit breaker. */
  OVERLOAD("overload"),
  /** The destination will never take it. */
  REJECTED("rejected"),
  /** The destination answered, but did not take it within the attempts that a batch gets. */
  RETRIES_EXHAUSTED("retries_exhausted"),
  /** The spool held as many bytes as it may, and newer records came. */
  SPOOL_FULL("spool_full"),
  /** The JVM ended first. */
  SHUTDOWN("shutdown"),
  /** The agent failed at it. */
  FAILED("failed");

  private final String text;

  DropReason(String text) {
    this.text = text;
  }

  /** The value of the label. */
  public String text() {
    return text;
  }
}
