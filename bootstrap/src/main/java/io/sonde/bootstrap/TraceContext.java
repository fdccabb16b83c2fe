package io.sonde.bootstrap;

/** W3C Trace Context, level 1. */
final class TraceContext implements Propagator {
  private static final int LENGTH = 55;
  private static final int MAX_TRACE_STATE = 8192;

  private static volatile boolean told;

  @Override
  public <C> void extract(C carrier, HeaderGetter<C> getter, RemoteParent into) {
    if (into.hasTrace()) {
      return;
    }
    String header = getter.header(carrier, "traceparent");
    if (header == null) {
      return;
    }
    if (!parse(header, into)) {
      tellOnce();
      return;
    }
    String state = getter.header(carrier, "tracestate");
    if (state != null && validState(state)) {
      into.traceState = state;
    }
  }

  /** Anybody may send anything, at any rate: one line for the life of the process. */
  private static void tellOnce() {
    if (!told) {
      told = true;
      AgentLog.info("a malformed traceparent header is ignored, a new trace begins; told once");
    }
  }

  /** {@code 00-<32 hex>-<16 hex>-<2 hex>}; a higher version may go on after another dash. */
  static boolean parse(String header, RemoteParent into) {
    if (header.length() < LENGTH
        || header.charAt(2) != '-'
        || header.charAt(35) != '-'
        || header.charAt(52) != '-'
        || !Ids.isHex(header, 0, 2)
        || !Ids.isHex(header, 3, 32)
        || !Ids.isHex(header, 36, 16)
        || !Ids.isHex(header, 53, 2)) {
      return false;
    }
    boolean versionZero = header.startsWith("00");
    if (header.startsWith("ff")
        || versionZero && header.length() != LENGTH
        || header.length() > LENGTH && header.charAt(LENGTH) != '-') {
      return false;
    }
    long high = Ids.parse(header, 3, 16);
    long low = Ids.parse(header, 19, 16);
    long span = Ids.parse(header, 36, 16);
    if ((high | low) == 0 || span == 0) {
      return false;
    }
    into.trace(high, low, span, (Ids.digit(header.charAt(54)) & 1) != 0);
    return true;
  }

  /** Printable ASCII and not huge; it is passed on as it came. */
  static boolean validState(String state) {
    if (state.isEmpty() || state.length() > MAX_TRACE_STATE) {
      return false;
    }
    for (int i = 0; i < state.length(); i++) {
      char c = state.charAt(i);
      if ((c < ' ' || c > '~') && c != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  public <C> void inject(Span span, C carrier, HeaderSetter<C> setter) {
    char[] text = new char[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    Ids.write(span.traceIdHigh(), text, 3);
    Ids.write(span.traceIdLow(), text, 19);
    text[35] = '-';
    Ids.write(span.spanId(), text, 36);
    text[52] = '-';
    text[53] = '0';
    text[54] = span.sampled() ? '1' : '0';
    setter.header(carrier, "traceparent", new String(text));
    if (span.traceState() != null) {
      setter.header(carrier, "tracestate", span.traceState());
    }
  }
}
