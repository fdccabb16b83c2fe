package io.sonde.exporter.elasticsearch;

import io.sonde.bootstrap.LogEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The documents of a batch and what became of each, over all attempts at it: what was taken, or
 * never will be, is not sent again, and what is sent again has the id that it had before. Not
 * thread safe.
 */
final class Documents {
  /**
   * Documents of one request. The part of an answer that is kept has room for what is told of so
   * many.
   */
  static final int MAX_REQUEST = 512;

  /**
   * Attempts at a batch of which a part was taken: one less than the worker makes, which would
   * count all of it as dropped.
   */
  private static final int MAX_ATTEMPTS = 9;

  private static final int CONFLICT = 409;

  private final List<LogEvent> open = new ArrayList<>();

  /** Where in the batch the open ones are, and those that were written into the request. */
  private final int[] openAt = new int[MAX_REQUEST];

  private final int[] sentAt = new int[MAX_REQUEST];
  private int sent;

  /** By its first event a batch is known again; null when there is none under way. */
  private LogEvent first;

  private int size;
  private boolean[] settled = {};
  private long firstNumber;
  private long nextNumber;
  private int attempts;
  private int settledCount;
  private int cursor;
  private int rejected;
  private String reason;
  private String busy;

  /** Begins an attempt at a batch, which may be the one of the attempt before. */
  void begin(List<LogEvent> batch) {
    if (batch.get(0) != first || batch.size() != size) {
      first = batch.get(0);
      size = batch.size();
      if (settled.length < size) {
        settled = new boolean[size];
      }
      Arrays.fill(settled, false);
      firstNumber = nextNumber;
      nextNumber += size;
      attempts = 0;
      settledCount = 0;
      rejected = 0;
      reason = null;
    }
    attempts++;
    cursor = 0;
    busy = null;
  }

  /** The next documents to send, at most {@link #MAX_REQUEST}; empty when there are no more. */
  List<LogEvent> next(List<LogEvent> batch) {
    open.clear();
    for (; cursor < size && open.size() < MAX_REQUEST; cursor++) {
      if (!settled[cursor]) {
        openAt[open.size()] = cursor;
        open.add(batch.get(cursor));
      }
    }
    return open;
  }

  /** Lets the batch go. */
  void end() {
    first = null;
  }

  void clear() {
    open.clear();
  }

  /** Begins a request. */
  void beginRequest() {
    sent = 0;
  }

  /** The number of an open document, the same in each attempt. */
  long number(int index) {
    return firstNumber + openAt[index];
  }

  /** Notes that an open document is in the request. */
  void wrote(int index) {
    sentAt[sent++] = openAt[index];
  }

  /** Notes what became of a document of the request. */
  void answered(int index, int status, String type) {
    if (status == 429 || status >= 500) {
      busy = describe(status, type);
      return;
    }
    settle(sentAt[index]);
    // A conflict is with what an attempt before brought there, the answer to which was lost.
    if (status >= 300 && status != CONFLICT) {
      rejected++;
      reason = reason == null ? describe(status, type) : reason;
    }
  }

  /** Notes that all documents of the request were taken. */
  void taken() {
    for (int i = 0; i < sent; i++) {
      settle(sentAt[i]);
    }
  }

  private void settle(int index) {
    settled[index] = true;
    settledCount++;
  }

  /** Whether what is open now was busy so often that it must be given up; if so, it is rejected. */
  boolean givesUp(String why) {
    if (attempts < MAX_ATTEMPTS || settledCount == 0) {
      return false;
    }
    rejected += size - settledCount;
    reason = reason == null ? why : reason;
    return true;
  }

  /** Notes that no document of the request will ever be taken. */
  void rejected(String why) {
    taken();
    rejected += sent;
    reason = reason == null ? why : reason;
  }

  /** Why a document of this attempt must be sent again; null when none must. */
  String busy() {
    return busy;
  }

  /** How many of the batch will never be taken. */
  int rejected() {
    return rejected;
  }

  /** Why the first of them will not. */
  String reason() {
    return reason;
  }

  private static String describe(int status, String type) {
    return type == null ? "document: status " + status : "document: " + status + " " + type;
  }
}
