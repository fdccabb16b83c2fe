package io.sonde.exporter.elasticsearch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The documents of a batch and what became of each, over all attempts at it: what was taken, or
 * never will be, is not sent again, and what is sent again has the id that it had before. Not
 * thread safe.
 *
 * @param <T> what documents are made of
 */
final class Documents<T> {
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

  private static final byte OPEN = 0;
  private static final byte TAKEN = 1;
  private static final byte REJECTED = 2;

  private final List<T> open = new ArrayList<>();

  /** Where in the batch the open ones are, and those that were written into the request. */
  private int[] openAt = {};

  private int[] sentAt = {};
  private int sent;

  /** By its first event a batch is known again; null when there is none under way. */
  private T first;

  private int size;
  private byte[] fates = {};
  private long firstNumber;
  private long nextNumber;
  private int attempts;
  private int settledCount;
  private int cursor;
  private int rejected;
  private String reason;
  private String busy;

  /** Begins an attempt at a batch, which may be the one of the attempt before. */
  void begin(List<T> batch) {
    recognize(batch);
    attempts++;
    cursor = 0;
    busy = null;
  }

  private void recognize(List<T> batch) {
    if (batch.get(0) != first || batch.size() != size) {
      first = batch.get(0);
      size = batch.size();
      if (fates.length < size) {
        fates = new byte[size];
        openAt = new int[size];
        sentAt = new int[size];
      }
      Arrays.fill(fates, OPEN);
      firstNumber = nextNumber;
      nextNumber += size;
      attempts = 0;
      settledCount = 0;
      rejected = 0;
      reason = null;
    }
  }

  /** The next documents to send, at most {@link #MAX_REQUEST}; empty when there are no more. */
  List<T> next(List<T> batch) {
    open.clear();
    for (; cursor < size && open.size() < MAX_REQUEST; cursor++) {
      if (fates[cursor] == OPEN) {
        open(batch, cursor);
      }
    }
    return open;
  }

  /**
   * What is to be kept of a part of a batch, which may be the one of the attempt before: all that
   * was not taken. What was rejected is rejected again then, and counted.
   */
  List<T> untaken(List<T> batch, int from, int to) {
    recognize(batch);
    open.clear();
    for (int i = from; i < to; i++) {
      if (fates[i] != TAKEN) {
        open(batch, i);
      }
    }
    return open;
  }

  private void open(List<T> batch, int index) {
    openAt[open.size()] = index;
    open.add(batch.get(index));
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
    // A conflict is with what an attempt before brought there, the answer to which was lost.
    if (status >= 300 && status != CONFLICT) {
      reject(sentAt[index], describe(status, type));
    } else {
      settle(sentAt[index], TAKEN);
    }
  }

  /** Notes that all documents of the request were taken. */
  void taken() {
    for (int i = 0; i < sent; i++) {
      settle(sentAt[i], TAKEN);
    }
  }

  private void reject(int index, String why) {
    settle(index, REJECTED);
    rejected++;
    reason = reason == null ? why : reason;
  }

  private void settle(int index, byte fate) {
    fates[index] = fate;
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
    for (int i = 0; i < sent; i++) {
      reject(sentAt[i], why);
    }
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
