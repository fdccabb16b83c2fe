package io.sonde.benchmarks.micro;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Span;

/** Counts the attributes that an exporter gets of a span. */
final class AttributeCount extends AttributeVisitor {
  private int count;

  private AttributeCount() {}

  static int of(Span span) {
    AttributeCount visitor = new AttributeCount();
    visitor.visit(span);
    return visitor.count;
  }

  @Override
  protected void text(String key, String value) {
    count++;
  }

  @Override
  protected void number(String key, long value) {
    count++;
  }
}
