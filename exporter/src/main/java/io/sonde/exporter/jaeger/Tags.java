package io.sonde.exporter.jaeger;

/** {@code Tag}: {@code 1 key, 2 vType, 3 vStr, 5 vBool, 6 vLong}. */
final class Tags {
  private static final int KEY = 1;
  private static final int TYPE = 2;
  private static final int TEXT = 3;
  private static final int FLAG = 5;
  private static final int NUMBER = 6;

  private static final int TYPE_STRING = 0;
  private static final int TYPE_BOOL = 2;
  private static final int TYPE_LONG = 3;

  private Tags() {}

  static void write(ThriftWriter to, String key, String value) {
    int tag = to.begin();
    to.text(KEY, key);
    to.integer(TYPE, TYPE_STRING);
    to.text(TEXT, value);
    to.end(tag);
  }

  static void write(ThriftWriter to, String key, long value) {
    int tag = to.begin();
    to.text(KEY, key);
    to.integer(TYPE, TYPE_LONG);
    to.number(NUMBER, value);
    to.end(tag);
  }

  static void write(ThriftWriter to, String key, boolean value) {
    int tag = to.begin();
    to.text(KEY, key);
    to.integer(TYPE, TYPE_BOOL);
    to.flag(FLAG, value);
    to.end(tag);
  }
}
