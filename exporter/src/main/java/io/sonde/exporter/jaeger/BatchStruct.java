package io.sonde.exporter.jaeger;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.ProtoWriter;
import java.util.List;
import java.util.Map;

/** {@code Batch}: in the binary protocol the body of a request to the collector. */
public final class BatchStruct implements BatchEncoder<Span> {
  static final int PROCESS = 1;
  static final int SPANS = 2;

  private final ThriftWriter thrift;
  private final SpanStruct struct;
  private final byte[] process;

  /**
   * @param compact whether in the compact protocol, not the binary one
   * @param resource the attributes of the process: texts and {@code Long}s
   * @param address of this host, or null
   */
  public BatchStruct(
      boolean compact,
      Map<String, Object> resource,
      String address,
      String scope,
      String scopeVersion) {
    thrift = compact ? new CompactThrift(null) : new BinaryThrift(null);
    process = ProcessStruct.of(compact, resource, address);
    struct = new SpanStruct(thrift, scope, scopeVersion);
  }

  @Override
  public int encode(List<Span> batch, int from, int to, ProtoWriter out) {
    thrift.out = out;
    int failed = 0;
    int begun = thrift.begin();
    thrift.struct(PROCESS);
    out.rawBytes(process, 0, process.length);
    int spans = thrift.beginStructs(SPANS);
    for (int i = from; i < to; i++) {
      if (!struct.write(batch.get(i), Integer.MAX_VALUE)) {
        failed++;
      }
    }
    thrift.endStructs(spans, to - from - failed);
    thrift.end(begun);
    return failed;
  }
}
