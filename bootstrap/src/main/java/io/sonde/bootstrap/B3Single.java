package io.sonde.bootstrap;

/** B3 in the one header {@code b3}: {@code traceid-spanid[-flag[-parent]]}. */
final class B3Single implements Propagator {
  @Override
  public <C> RemoteParent extract(C carrier, HeaderGetter<C> getter, RemoteParent found) {
    String header = RemoteParent.hasTrace(found) ? null : getter.header(carrier, "b3");
    if (header == null) {
      return found;
    }
    int dash = header.indexOf('-');
    if (dash < 0) {
      return found;
    }
    int end = header.indexOf('-', dash + 1);
    String span = end < 0 ? header.substring(dash + 1) : header.substring(dash + 1, end);
    String flag = end < 0 || end + 1 == header.length() ? null : header.substring(end + 1, end + 2);
    return B3Multi.read(header.substring(0, dash), span, flag, found);
  }

  @Override
  public <C> void inject(Span span, C carrier, HeaderSetter<C> setter) {
    String flag = span.sampled() ? "-1" : "-0";
    setter.header(carrier, "b3", span.traceIdText() + '-' + span.spanIdText() + flag);
  }
}
