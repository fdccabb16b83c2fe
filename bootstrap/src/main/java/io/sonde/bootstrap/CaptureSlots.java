package io.sonde.bootstrap;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The first few that come between two readings. Lock-free; for any thread but {@link #drain}. */
final class CaptureSlots<T> {
  private final AtomicReferenceArray<T> slots;
  private final AtomicInteger taken = new AtomicInteger();
  private volatile int limit;

  CaptureSlots(int size) {
    slots = new AtomicReferenceArray<T>(size);
    limit = size;
  }

  /** How many are taken from now on, at most the size. */
  void limit(int some) {
    limit = some;
  }

  /** Whether there was room. */
  boolean offer(T value) {
    if (taken.get() >= limit) {
      return false;
    }
    int slot = taken.getAndIncrement();
    // It is full when a thread had its slot before the last reading and fills it only now.
    return slot < limit && slots.compareAndSet(slot, null, value);
  }

  /** Takes all, and makes room. One thread at a time. */
  void drain(List<T> to) {
    taken.set(0);
    for (int i = 0; i < slots.length(); i++) {
      if (slots.get(i) != null) {
        to.add(slots.getAndSet(i, null));
      }
    }
  }
}
