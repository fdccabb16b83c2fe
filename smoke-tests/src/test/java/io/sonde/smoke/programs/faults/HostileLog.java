package io.sonde.smoke.programs.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is hostile to be read, above all for the second time. */
final class HostileLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(HostileLog.class);
  private static final int HUGE = 10 << 20;
  private static final int DEEP = 10_000;

  private HostileLog() {}

  /** An argument or a value. */
  private record Text(Supplier<String> text) {
    @Override
    public String toString() {
      return text.get();
    }
  }

  /** Good when the logging framework asks, once or twice; bad from then on. */
  private static final class Exploding extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient AtomicInteger calls = new AtomicInteger();
    private final transient Supplier<String> later;

    Exploding(Supplier<String> later) {
      this.later = later;
    }

    @Override
    public String getMessage() {
      return calls.incrementAndGet() <= 2 ? "good" : later.get();
    }

    @Override
    public synchronized Throwable getCause() {
      return null;
    }
  }

  /** What came out of the call, to be the same with and without an agent. */
  static String run(int n) {
    try {
      switch (n) {
        case 0 -> LOGGER.info("seq={} {}", n, new Text(HostileLog::fails));
        case 1 -> LOGGER.info("seq={} {}", n, new Text(HostileLog::overflows));
        case 2 -> LOGGER.info("seq={} {}", n, new Text(HostileLog::errs));
        case 3 -> LOGGER.debug("seq={} {}", n, "x".repeat(HUGE));
        case 4 -> LOGGER.info("seq=" + n, new Exploding(HostileLog::fails));
        case 5 -> LOGGER.info("seq=" + n, new Exploding(HostileLog::overflows));
        case 6 -> LOGGER.info("seq=" + n, new Exploding(HostileLog::errs));
        case 7 -> LOGGER.info("seq=" + n, cyclic());
        case 8 -> LOGGER.info("seq=" + n, deep());
        case 9 -> LOGGER.debug("seq=" + n, new IllegalStateException("x".repeat(HUGE)));
        case 10, 11, 12, 13, 14, 15 -> keyValue(n, HostileLog::fails);
        case 16 -> keyValue(n, HostileLog::overflows);
        case 17 -> keyValue(n, HostileLog::errs);
        case 18 -> keyValue(n, () -> null);
        case 19 -> keyValue(n, () -> "x".repeat(HUGE));
        case 20 -> LOGGER.info("seq={} {} {}", n);
        case 21 -> LOGGER.info(null, n, null);
        case 22 -> LOGGER.info("seq={} {}", n, new Object[] {self()});
        case 23 -> LOGGER.info("seq=" + n + " \ud83d \0 \u001b[31m");
        default -> LOGGER.info("seq=" + n);
      }
      return "logged " + n;
    } catch (Throwable t) {
      return n + " " + t.getClass();
    }
  }

  private static void keyValue(int n, Supplier<String> value) {
    LOGGER.atInfo().addKeyValue("hostile", new Text(value)).log("seq=" + n);
  }

  private static String fails() {
    throw new IllegalStateException("from toString");
  }

  private static String overflows() {
    return overflows() + "x";
  }

  private static String errs() {
    throw new LinkageError("from toString");
  }

  private static Throwable cyclic() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    a.addSuppressed(b);
    b.addSuppressed(a);
    return a;
  }

  /** Deep, but not as deep as what makes the logging framework fail. */
  private static Throwable deep() {
    Throwable deepest = new Exception("deepest");
    for (int i = 0; i < DEEP / 100; i++) {
      deepest = new Exception("x".repeat(DEEP), deepest);
    }
    return deepest;
  }

  private static Object[] self() {
    Object[] self = new Object[1];
    self[0] = self;
    return self;
  }
}
