package io.sonde.exporter.otlp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The static (RFC 7541, appendix A) and the dynamic table of HPACK in their one address space. */
final class HpackTable {
  /** What a field costs beyond its octets (RFC 7541, section 4.1). */
  private static final int FIELD_OVERHEAD = 32;

  /** The default of SETTINGS_HEADER_TABLE_SIZE, which we do not change. */
  private static final int MAX_CAPACITY = 4096;

  private static final String[] STATIC = {
    ":authority", "",
    ":method", "GET",
    ":method", "POST",
    ":path", "/",
    ":path", "/index.html",
    ":scheme", "http",
    ":scheme", "https",
    ":status", "200",
    ":status", "204",
    ":status", "206",
    ":status", "304",
    ":status", "400",
    ":status", "404",
    ":status", "500",
    "accept-charset", "",
    "accept-encoding", "gzip, deflate",
    "accept-language", "",
    "accept-ranges", "",
    "accept", "",
    "access-control-allow-origin", "",
    "age", "",
    "allow", "",
    "authorization", "",
    "cache-control", "",
    "content-disposition", "",
    "content-encoding", "",
    "content-language", "",
    "content-length", "",
    "content-location", "",
    "content-range", "",
    "content-type", "",
    "cookie", "",
    "date", "",
    "etag", "",
    "expect", "",
    "expires", "",
    "from", "",
    "host", "",
    "if-match", "",
    "if-modified-since", "",
    "if-none-match", "",
    "if-range", "",
    "if-unmodified-since", "",
    "last-modified", "",
    "link", "",
    "location", "",
    "max-forwards", "",
    "proxy-authenticate", "",
    "proxy-authorization", "",
    "range", "",
    "referer", "",
    "refresh", "",
    "retry-after", "",
    "server", "",
    "set-cookie", "",
    "strict-transport-security", "",
    "transfer-encoding", "",
    "user-agent", "",
    "vary", "",
    "via", "",
    "www-authenticate", "",
  };

  /** Name and value in turn, the oldest field first. */
  private final List<String> dynamic = new ArrayList<String>();

  private int size;
  private int capacity = MAX_CAPACITY;

  String name(int index) throws IOException {
    return at(index, 0);
  }

  String value(int index) throws IOException {
    return at(index, 1);
  }

  private String at(int index, int part) throws IOException {
    if (index < 1) {
      throw new IOException("HPACK: index 0");
    }
    int position = 2 * (index - 1) + part;
    if (position < STATIC.length) {
      return STATIC[position];
    }
    int back = index - STATIC.length / 2;
    int fields = dynamic.size() / 2;
    if (back > fields) {
      throw new IOException("HPACK: index out of range");
    }
    return dynamic.get(2 * (fields - back) + part);
  }

  void add(String name, String value) {
    dynamic.add(name);
    dynamic.add(value);
    size += cost(name, value);
    evict();
  }

  void resize(int newCapacity) throws IOException {
    if (newCapacity > MAX_CAPACITY) {
      throw new IOException("HPACK: table larger than allowed");
    }
    capacity = newCapacity;
    evict();
  }

  private void evict() {
    int fields = 0;
    for (; size > capacity; fields++) {
      size -= cost(dynamic.get(2 * fields), dynamic.get(2 * fields + 1));
    }
    dynamic.subList(0, 2 * fields).clear();
  }

  private static int cost(String name, String value) {
    return name.length() + value.length() + FIELD_OVERHEAD;
  }
}
