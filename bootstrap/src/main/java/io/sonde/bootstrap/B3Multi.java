package io.sonde.bootstrap;

/** B3 in the headers {@code X-B3-*}. */
final class B3Multi implements Propagator {
  @Override
  public <C> RemoteParent extract(C carrier, HeaderGetter<C> getter, RemoteParent found) {
    if (RemoteParent.hasTrace(found)) {
      return found;
    }
    String trace = getter.header(carrier, "x-b3-traceid");
    String span = getter.header(carrier, "x-b3-spanid");
    if (trace == null || span == null) {
      return found;
    }
    boolean debug = "1".equals(getter.header(carrier, "x-b3-flags"));
    return read(trace, span, debug ? "d" : getter.header(carrier, "x-b3-sampled"), found);
  }

  /**
   * @param trace 16 or 32 hex digits
   * @param flag 1, d or true: sampled; anything else: not; null: left to the receiver, which
   *     samples
   */
  static RemoteParent read(String trace, String span, String flag, RemoteParent found) {
    int length = trace.length();
    if ((length != 16 && length != 32)
        || span.length() != 16
        || !Ids.isHex(trace, 0, length)
        || !Ids.isHex(span, 0, 16)) {
      return found;
    }
    long high = length == 32 ? Ids.parse(trace, 0, 16) : 0;
    boolean sampled =
        flag == null || flag.equals("1") || flag.equals("d") || flag.equalsIgnoreCase("true");
    return RemoteParent.trace(
        found, high, Ids.parse(trace, length - 16, 16), Ids.parse(span, 0, 16), sampled);
  }

  @Override
  public <C> void inject(Span span, C carrier, HeaderSetter<C> setter) {
    setter.header(carrier, "X-B3-TraceId", span.traceIdText());
    setter.header(carrier, "X-B3-SpanId", span.spanIdText());
    setter.header(carrier, "X-B3-Sampled", span.sampled() ? "1" : "0");
  }
}
