package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import java.util.Random;

/** Headers that were valid once, read by every propagator and written again. */
final class HeaderFuzz {
  private static final int MAX_LENGTH = 8192;
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String[] SEEDS = {
    "00-" + TRACE + "-" + SPAN + "-01",
    "cc-" + TRACE + "-" + SPAN + "-01-what-comes",
    "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7",
    "userId=alice,serverNode=DF%2028;property=1,isProduction=false",
    TRACE + "-" + SPAN + "-1-05e3ac9a4f6e3b90",
    TRACE + ":" + SPAN + ":0:1",
    TRACE.substring(16) + "%3a" + SPAN + "%3A0%3A3",
    TRACE,
    SPAN,
    "1"
  };
  private static final String CHARACTERS =
      "0123456789abcdefABCDEFxz-:,;=% _\t\r\n\0\u007f\u00e9\u0130\u2028\ud83d\ude00";
  private static final String TRACEPARENT = "traceparent";

  private final Random random;

  HeaderFuzz(long seed) {
    random = new Random(seed);
  }

  private static final class Request extends Span {
    Request(RemoteParent remote) {
      super(SERVER, null, remote, null);
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  /**
   * @throws AssertionError when something is passed on that no header may contain
   */
  void run(int inputs) {
    for (int i = 0; i < inputs; i++) {
      // Each header another text: one of them is a valid trace in every second turn.
      String valid = (i & 1) == 0 ? null : SEEDS[0];
      RemoteParent parent =
          Propagation.extract(
              this,
              (fuzz, name) -> valid != null && name.equals(TRACEPARENT) ? valid : fuzz.header());
      Propagation.inject(new Request(parent), this, HeaderFuzz::check);
    }
  }

  private void check(String name, String value) {
    boolean trace = !name.equals("tracestate") && !name.equals("baggage");
    boolean good = !value.isEmpty() && value.length() <= (trace ? 64 : MAX_LENGTH);
    for (int i = 0; i < value.length() && good; i++) {
      char c = value.charAt(i);
      good =
          trace
              ? c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c == '-' || c == ':'
              : c >= ' ' && c <= '~' || c == '\t';
    }
    assertTrue(good, () -> name + " passed on: " + value);
  }

  private String header() {
    int kind = random.nextInt(64);
    if (kind == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder(seed());
    if (kind == 1) {
      // Over every limit, now and then.
      String part = seed() + character();
      for (int left = random.nextInt(2 * MAX_LENGTH); left > 0; left -= part.length()) {
        text.append(part);
      }
    }
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      edit(text);
    }
    return text.toString();
  }

  private void edit(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = at + random.nextInt(text.length() - at + 1);
    switch (random.nextInt(5)) {
      case 0 -> text.insert(at, character());
      case 1 -> text.delete(at, end);
      case 2 -> text.setLength(at);
      case 3 -> text.insert(at, text.substring(at, Math.min(end, at + 64)));
      default -> {
        if (at < text.length()) {
          text.setCharAt(at, character());
        }
      }
    }
  }

  private String seed() {
    return SEEDS[random.nextInt(SEEDS.length)];
  }

  private char character() {
    return CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
  }
}
