package io.sonde.exporter.jaeger;

import io.sonde.exporter.OctetWriter;
import java.util.Map;

/** {@code Process}: {@code 1 serviceName, 2 tags}. The same for every batch. */
final class ProcessStruct {
  private static final int SERVICE_NAME = 1;
  private static final int TAGS = 2;

  private ProcessStruct() {}

  /**
   * Writes the struct.
   *
   * @param resource the attributes of the process: texts and {@code Long}s
   * @param address of this host, or null
   */
  static byte[] of(boolean compact, Map<String, Object> resource, String address) {
    OctetWriter out = new OctetWriter(1024);
    ThriftWriter thrift = compact ? new CompactThrift(out) : new BinaryThrift(out);
    int process = thrift.begin();
    Object service = resource.get("service.name");
    thrift.text(SERVICE_NAME, service == null ? "unknown_service:java" : service.toString());
    int tags = thrift.beginStructs(TAGS);
    int count = 0;
    for (Map.Entry<String, Object> attribute : resource.entrySet()) {
      Object value = attribute.getValue();
      if (attribute.getKey().equals("service.name") || value == null) {
        continue;
      }
      if (value instanceof Long) {
        Tags.write(thrift, attribute.getKey(), ((Long) value).longValue());
      } else {
        Tags.write(thrift, attribute.getKey(), value.toString());
      }
      count++;
    }
    // What Jaeger's own clients call them.
    Object host = resource.get("host.name");
    if (host != null) {
      Tags.write(thrift, "hostname", host.toString());
      count++;
    }
    if (address != null) {
      Tags.write(thrift, "ip", address);
      count++;
    }
    thrift.endStructs(tags, count);
    thrift.end(process);
    return out.toByteArray();
  }
}
