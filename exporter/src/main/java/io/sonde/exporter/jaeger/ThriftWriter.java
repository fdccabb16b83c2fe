package io.sonde.exporter.jaeger;

import io.sonde.exporter.OctetWriter;

/**
 * Writes Thrift structs in call order. Fields of a struct go in ascending order. Not thread safe.
 */
abstract class ThriftWriter {
  /** Where to. */
  OctetWriter out;

  ThriftWriter(OctetWriter out) {
    this.out = out;
  }

  /** Starts a call that wants no answer. Its arguments are a struct. */
  abstract void oneway(String method);

  /**
   * Starts a struct: an argument list, or an element of a list.
   *
   * @return what {@link #end} needs
   */
  abstract int begin();

  /** Ends the struct that {@link #begin} began. */
  abstract void end(int begun);

  /** The head of a field that is a struct; {@link #begin} follows, or a whole struct's bytes. */
  abstract void struct(int field);

  /** {@code i64}. */
  abstract void number(int field, long value);

  /** {@code i32} or an enum. */
  abstract void integer(int field, int value);

  abstract void text(int field, String value);

  abstract void flag(int field, boolean value);

  /** The head of a field that is a list of {@code count} structs, which follow. */
  abstract void structs(int field, int count);

  /**
   * {@link #structs} with a count that is not known yet.
   *
   * @return what {@link #endStructs} needs
   */
  abstract int beginStructs(int field);

  /**
   * Ends the list that {@link #beginStructs} began.
   *
   * @param count below 16,384
   */
  abstract void endStructs(int begun, int count);
}
