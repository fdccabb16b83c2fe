package io.sonde.bootstrap;

/** W3C Trace Context, level 1. */
final class TraceContext implements Propagator {
  private static final int LENGTH = 55;
  private static final int MAX_TRACE_STATE = 8192;

  private static volatile boolean told;

  @Override
  public <C> RemoteParent extract(C carrier, HeaderGetter<C> getter, RemoteParent found) {
    String header = RemoteParent.hasTrace(found) ? null : getter.header(carrier, "traceparent");
    if (header == null) {
      return found;
    }
    RemoteParent parent = parse(header, found);
    if (!RemoteParent.hasTrace(parent)) {
      tellOnce();
      return found;
    }
    String state = getter.header(carrier, "tracestate");
    if (state != null && validState(state)) {
      parent.traceState = state;
    }
    return parent;
  }

  /** Anybody may send anything, at any rate: one line for the life of the process. */
  private static void tellOnce() {
    if (!told) {
      told = true;
      AgentLog.info("a malformed traceparent header is ignored, a new trace begins; told once");
    }
  }

  /** {@code 00-<32 hex>-<16 hex>-<2 hex>}; a higher version may go on after another dash. */
  private static RemoteParent parse(String header, RemoteParent found) {
    if (header.length() < LENGTH
        || header.charAt(2) != '-'
        || header.charAt(35) != '-'
        || header.charAt(52) != '-'
        || !Ids.isHex(header, 0, 2)
        || !Ids.isHex(header, 3, 32)
        || !Ids.isHex(header, 36, 16)
        || !Ids.isHex(header, 53, 2)) {
      return found;
    }
    boolean versionZero = header.startsWith("00");
    if (header.startsWith("ff")
        || versionZero && header.length() != LENGTH
        || header.length() > LENGTH && header.charAt(LENGTH) != '-') {
      return found;
    }
    long high = Ids.parse(header, 3, 16);
    long low = Ids.parse(header, 19, 16);
    long span = Ids.parse(header, 36, 16);
    if ((high | low) == 0 || span == 0) {
      return found;
    }
    boolean sampled = (Ids.digit(header.charAt(54)) & 1) != 0;
    return RemoteParent.trace(found, high, low, span, sampled);
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
    byte[] text = new byte[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    Ids.write(span.traceIdHigh(), text, 3);
    Ids.write(span.traceIdLow(), text, 19);
    text[35] = '-';
    Ids.write(span.spanId(), text, 36);
    text[52] = '-';
    text[53] = '0';
    text[54] = (byte) (span.sampled() ? '1' : '0');
    setter.header(carrier, "traceparent", Ids.text(text));
    if (span.traceState() != null) {
      setter.header(carrier, "tracestate", span.traceState());
    }
  }
}
