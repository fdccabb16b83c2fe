package io.sonde.exporter;

import io.sonde.bootstrap.AgentLog;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to try again, and what to tell about it: one line when a destination is lost, for all of its
 * signals, a warning when nobody was there at first and something is wrong then, one line when it
 * is back, and at most one of each kind a minute when it comes and goes. For one thread.
 */
final class Outage {
  private static final long SECOND = 1_000_000_000L;
  private static final long MIN_BACKOFF = SECOND;
  private static final long MAX_BACKOFF = 30 * SECOND;
  private static final long QUIET = 60 * SECOND;

  /** What was last told of each destination that was lost. */
  private static final Map<String, Told> TOLD = new HashMap<>();

  private final String name;
  private boolean failing;
  private volatile boolean absence;
  private boolean told;

  /** Whether this outage was, or need not be, warned of. */
  private boolean warned;

  private long since;
  private long backoff = MIN_BACKOFF;
  private long notBefore = System.nanoTime();
  private long peerNotBefore = notBefore;
  private boolean failed;

  /**
   * @param name of the destination
   */
  Outage(String name) {
    this.name = name;
  }

  /** The {@code nanoTime} before which nothing must be sent. */
  long notBefore() {
    return notBefore;
  }

  /**
   * Notes a failed attempt and sets {@link #notBefore}.
   *
   * @param wrong whether somebody has to set something right
   */
  void failed(long retryAfterMillis, String reason, boolean wrong) {
    long now = System.nanoTime();
    absence = !wrong;
    failed = true;
    // Half of the wait is random, or a fleet that lost its backend comes back all at once.
    long jitter = ThreadLocalRandom.current().nextLong(backoff / 2);
    peerNotBefore = now + retryAfterMillis * 1_000_000L;
    notBefore = Math.max(now + backoff / 2, peerNotBefore) + jitter;
    backoff = Math.min(2 * backoff, MAX_BACKOFF);
    boolean begins = !failing;
    if (begins) {
      failing = true;
      since = now;
      told = false;
    }
    if (begins || wrong && !warned) {
      warned = wrong;
      if (mayTell(begins, wrong, now)) {
        told = true;
        String line = name + ": not reachable (" + reason + "), will keep trying quietly";
        if (wrong) {
          AgentLog.warn(line);
        } else {
          AgentLog.info(line);
        }
      }
    }
  }

  private boolean mayTell(boolean begins, boolean wrong, long now) {
    synchronized (TOLD) {
      Told last = TOLD.get(name);
      boolean recent = last != null && (!begins || now - last.at < QUIET);
      if (recent && (last.wrong || !wrong)) {
        return false;
      }
      TOLD.put(name, new Told(now, wrong));
      return true;
    }
  }

  private static final class Told {
    final long at;
    final boolean wrong;

    /**
     * @param at a {@code nanoTime}
     * @param wrong whether it was a warning
     */
    Told(long at, boolean wrong) {
      this.at = at;
      this.wrong = wrong;
    }
  }

  /** Whether the last attempt found nobody. For any thread. */
  boolean isAbsence() {
    return absence;
  }

  /** Whether an attempt has failed since this was last asked, or the one before still does. */
  boolean hasFailed() {
    boolean was = failed || failing;
    failed = false;
    return was;
  }

  /** Notes that the destination takes records. */
  void over() {
    absence = false;
    backoff = MIN_BACKOFF;
    if (failing) {
      failing = false;
      if (told) {
        AgentLog.info(
            name + ": reachable again after " + (System.nanoTime() - since) / SECOND + " s");
      }
    }
  }

  /** Before the end one more attempt is due at once, unless the destination itself said when. */
  void hurry() {
    backoff = MIN_BACKOFF;
    notBefore = peerNotBefore;
  }
}
