package io.sonde.exporter.otlp;

import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.ProtoWriter;
import java.util.List;
import java.util.Map;

/**
 * Writes a request of one signal ({@code Export*ServiceRequest}). The three are alike down to the
 * single record: a resource, in it scopes, in each its records. Not thread safe.
 *
 * @param <T> what a record is made of
 */
abstract class OtlpEncoder<T> implements BatchEncoder<T> {
  private static final int RESOURCE_GROUP = 1;
  private static final int RESOURCE = 1;
  private static final int RESOURCE_ATTRIBUTE = 1;
  private static final int SCOPE_GROUP = 2;
  private static final int SCOPE = 1;
  private static final int SCOPE_NAME = 1;
  private static final int SCOPE_VERSION = 2;
  private static final int RECORD = 2;

  /** Bytes that the length of a group probably needs. */
  private static final int GROUP_WIDTH = 3;

  private static final int RECORD_WIDTH = 2;

  private final byte[] resource;
  private int failed;

  /**
   * @param attributes of the resource: texts and {@code Long}s
   */
  OtlpEncoder(Map<String, Object> attributes) {
    ProtoWriter out = new ProtoWriter(1024);
    int start = out.begin(RESOURCE, 2);
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      OtlpAttribute.write(out, RESOURCE_ATTRIBUTE, attribute.getKey(), attribute.getValue());
    }
    out.end(start, 2);
    resource = out.toByteArray();
  }

  @Override
  public final int encode(List<T> batch, int from, int to, ProtoWriter out) {
    failed = 0;
    int start = out.begin(RESOURCE_GROUP, GROUP_WIDTH);
    out.rawBytes(resource, 0, resource.length);
    groups(batch, from, to, out);
    out.end(start, GROUP_WIDTH);
    return failed;
  }

  /** Writes the records into groups, one for each scope. */
  abstract void groups(List<T> batch, int from, int to, ProtoWriter out);

  /** Writes the fields of a record. Whatever it throws costs this record alone. */
  abstract void fields(T record, ProtoWriter out) throws Exception;

  /** Returns what {@link #endGroup} needs. */
  static int beginGroup(ProtoWriter out) {
    return out.begin(SCOPE_GROUP, GROUP_WIDTH);
  }

  static void endGroup(ProtoWriter out, int start) {
    out.end(start, GROUP_WIDTH);
  }

  /**
   * Writes the scope of a group, first thing in it.
   *
   * @param version null when there is none
   */
  static void scope(ProtoWriter out, String name, String version) {
    int start = out.begin(SCOPE);
    if (name != null) {
      out.string(SCOPE_NAME, name);
    }
    if (version != null) {
      out.string(SCOPE_VERSION, version);
    }
    out.end(start);
  }

  /** Writes a record of a group. */
  final void record(T record, ProtoWriter out) {
    int before = out.size();
    try {
      int start = out.begin(RECORD, RECORD_WIDTH);
      fields(record, out);
      out.end(start, RECORD_WIDTH);
    } catch (Throwable ignored) {
      out.truncate(before);
      failed++;
    }
  }
}
