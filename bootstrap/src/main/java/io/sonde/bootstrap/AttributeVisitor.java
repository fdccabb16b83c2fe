package io.sonde.bootstrap;

/**
 * Takes the attributes of a span on the thread that exports it: where the application works, a span
 * only keeps what they are made of. Not thread safe; may be used again.
 */
public abstract class AttributeVisitor {
  private int left;
  private int dropped;

  /**
   * Visits the attributes of a span that has ended.
   *
   * @return how many the count limit refused
   */
  public final int visit(Span span) {
    left = Tracer.attributeCount();
    dropped = 0;
    span.attributes(this);
    return dropped;
  }

  /** Adds an attribute; a null value adds none. A span never adds the same key twice. */
  public final void set(String key, String value) {
    if (value != null && counts()) {
      text(key, Text.cut(value, Tracer.attributeLength()));
    }
  }

  public final void set(String key, long value) {
    if (counts()) {
      number(key, value);
    }
  }

  private boolean counts() {
    if (left == 0) {
      dropped++;
      return false;
    }
    left--;
    return true;
  }

  /**
   * @param value within the length limit
   */
  protected abstract void text(String key, String value);

  protected abstract void number(String key, long value);
}
