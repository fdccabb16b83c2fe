package io.sonde.testing;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** OTLP's key-value lists as maps of plain Java values. */
public final class Attributes {
  private Attributes() {}

  /** Sorted by key; values are String, Long, Double, Boolean, byte[] , List or Map. */
  public static Map<String, Object> map(List<KeyValue> attributes) {
    Map<String, Object> map = new TreeMap<>();
    for (KeyValue each : attributes) {
      map.put(each.getKey(), value(each.getValue()));
    }
    return map;
  }

  /** The same for one value; null when it is unset. */
  public static Object value(AnyValue value) {
    switch (value.getValueCase()) {
      case STRING_VALUE:
        return value.getStringValue();
      case INT_VALUE:
        return value.getIntValue();
      case DOUBLE_VALUE:
        return value.getDoubleValue();
      case BOOL_VALUE:
        return value.getBoolValue();
      case BYTES_VALUE:
        return value.getBytesValue().toByteArray();
      case ARRAY_VALUE:
        List<Object> list = new ArrayList<>();
        for (AnyValue each : value.getArrayValue().getValuesList()) {
          list.add(value(each));
        }
        return list;
      case KVLIST_VALUE:
        return map(value.getKvlistValue().getValuesList());
      default:
        return null;
    }
  }
}
