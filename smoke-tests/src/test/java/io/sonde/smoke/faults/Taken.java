package io.sonde.smoke.faults;

import io.sonde.smoke.faults.TakenRecord.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What {@link Faultd} took over one protocol: what it answered for, in full, on a connection that
 * was still there. Thread safe.
 */
final class Taken {
  private static final int MAX_REQUESTS = 100_000;
  private static final int MAX_MALFORMED = 100;

  /**
   * One request whose head was read.
   *
   * @param nanos the {@code nanoTime} when it was
   * @param mode what was done with it
   */
  record Request(long nanos, FaultMode mode) {}

  private final Map<Signal, TakenIds> ids = new EnumMap<>(Signal.class);
  private final TakenIds givenUp = new TakenIds();
  private final Deque<Request> requests = new ArrayDeque<>();
  private final Deque<String> malformed = new ArrayDeque<>();
  private final Deque<String> leaked = new ArrayDeque<>();
  private final AtomicLong rejected = new AtomicLong();

  Taken() {
    for (Signal signal : Signal.values()) {
      ids.put(signal, new TakenIds());
    }
  }

  void add(Collection<TakenRecord> records) {
    records.forEach(each -> ids.get(each.signal()).add(each.id()));
  }

  /** Notes those that a client did not wait for the answer of, so that it sends them again. */
  void givenUp(Collection<TakenRecord> records) {
    records.forEach(each -> givenUp.add(each.id()));
  }

  /** Those of {@code ids} that came more often than they were given up, and once. */
  List<Long> twice(TakenIds ids) {
    return ids.atLeast(2).stream().filter(id -> ids.count(id) > 1 + givenUp.count(id)).toList();
  }

  void reject(long records) {
    rejected.addAndGet(records);
  }

  void request(FaultMode mode) {
    synchronized (requests) {
      if (requests.size() == MAX_REQUESTS) {
        requests.removeFirst();
      }
      requests.add(new Request(System.nanoTime(), mode));
    }
  }

  void malformed(String what) {
    synchronized (malformed) {
      if (malformed.size() < MAX_MALFORMED) {
        malformed.add(what);
      }
    }
  }

  /** Keeps what is around a canary in what was sent, decompressed. */
  void look(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(Load.CANARY);
    synchronized (leaked) {
      if (at >= 0 && leaked.size() < MAX_MALFORMED) {
        leaked.add(text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80)));
      }
    }
  }

  TakenIds ids(Signal signal) {
    return ids.get(signal);
  }

  TakenIds spans() {
    return ids(Signal.TRACES);
  }

  /** Those with a number, by which they are known. */
  TakenIds logs() {
    return ids(Signal.LOGS);
  }

  TakenIds points() {
    return ids(Signal.METRICS);
  }

  /** How many records were refused one by one, in requests of which others were taken. */
  long rejected() {
    return rejected.get();
  }

  /** The latest {@value #MAX_REQUESTS}, oldest first. */
  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** The first {@value #MAX_MALFORMED} that no receiver would have understood. */
  List<String> malformed() {
    synchronized (malformed) {
      return List.copyOf(malformed);
    }
  }

  /** The first {@value #MAX_MALFORMED} bodies with a canary, what is around it. */
  List<String> leaked() {
    synchronized (leaked) {
      return List.copyOf(leaked);
    }
  }

  /** As JSON. */
  @Override
  public String toString() {
    StringBuilder json = new StringBuilder("{");
    for (Signal signal : Signal.values()) {
      TakenIds of = ids.get(signal);
      json.append('"').append(signal.name().toLowerCase()).append("\":{\"distinct\":");
      json.append(of.distinct()).append(",\"total\":").append(of.total()).append("},");
    }
    json.append("\"rejected\":").append(rejected).append(",\"requests\":");
    return json.append(requests().size() + ",\"malformed\":" + malformed().size() + "}").toString();
  }
}
