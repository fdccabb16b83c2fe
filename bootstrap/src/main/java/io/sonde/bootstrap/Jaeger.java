package io.sonde.bootstrap;

/**
 * Jaeger's {@code uber-trace-id}: {@code traceid:spanid:parentid:flags}, leading zeros left out.
 */
final class Jaeger implements Propagator {
  @Override
  public <C> RemoteParent extract(C carrier, HeaderGetter<C> getter, RemoteParent found) {
    String header = RemoteParent.hasTrace(found) ? null : getter.header(carrier, "uber-trace-id");
    if (header == null) {
      return found;
    }
    // Clients of old encode the colons.
    if (header.indexOf('%') >= 0) {
      header = header.replace("%3A", ":").replace("%3a", ":");
    }
    int first = header.indexOf(':');
    int second = header.indexOf(':', first + 1);
    int third = header.indexOf(':', second + 1);
    if (first < 1 || second < 0 || third < 0 || first > 32 || second - first > 17) {
      return found;
    }
    int flagsLength = header.length() - third - 1;
    if (flagsLength < 1
        || flagsLength > 2
        || !Ids.isHex(header, 0, first)
        || !Ids.isHex(header, first + 1, second - first - 1)
        || !Ids.isHex(header, third + 1, flagsLength)) {
      return found;
    }
    int lowStart = Math.max(0, first - 16);
    long high = lowStart == 0 ? 0 : Ids.parse(header, 0, lowStart);
    long low = Ids.parse(header, lowStart, first - lowStart);
    long span = Ids.parse(header, first + 1, second - first - 1);
    boolean sampled = (Ids.parse(header, third + 1, flagsLength) & 1) != 0;
    return RemoteParent.trace(found, high, low, span, sampled);
  }

  @Override
  public <C> void inject(Span span, C carrier, HeaderSetter<C> setter) {
    String flags = span.sampled() ? ":0:1" : ":0:0";
    setter.header(carrier, "uber-trace-id", span.traceIdText() + ':' + span.spanIdText() + flags);
  }
}
