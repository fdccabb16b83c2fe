package io.sonde.bootstrap;

/**
 * W3C Baggage, passed on as it came. Over the limits of the specification (8,192 bytes, 64 entries)
 * it is dropped whole: counting the separators first keeps a hostile header cheap (CVE-2026-45292).
 */
final class Baggage implements Propagator {
  private static final int MAX_LENGTH = 8192;
  private static final int MAX_ENTRIES = 64;

  @Override
  public <C> RemoteParent extract(C carrier, HeaderGetter<C> getter, RemoteParent found) {
    String header = getter.header(carrier, "baggage");
    if (header == null || !valid(header)) {
      return found;
    }
    RemoteParent parent = RemoteParent.orNew(found);
    parent.baggage = header;
    return parent;
  }

  private static boolean valid(String header) {
    if (header.isEmpty() || header.length() > MAX_LENGTH) {
      return false;
    }
    int entries = 1;
    boolean hasValue = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == ',') {
        entries++;
      } else if (c == '=') {
        hasValue = true;
      } else if ((c < ' ' || c > '~') && c != '\t') {
        return false;
      }
    }
    return hasValue && entries <= MAX_ENTRIES;
  }

  @Override
  public <C> void inject(Span span, C carrier, HeaderSetter<C> setter) {
    if (span.baggage() != null) {
      setter.header(carrier, "baggage", span.baggage());
    }
  }
}
