package io.sonde.exporter.otlp;

import io.sonde.exporter.ProtoWriter;
import java.util.List;
import java.util.Map;

/**
 * Writes requests whose records are all of one scope, the agent's own.
 *
 * @param <T> what a record is made of
 */
abstract class OneScopeEncoder<T> extends OtlpEncoder<T> {
  private final byte[] scope;

  OneScopeEncoder(Map<String, Object> resource, String scopeName, String scopeVersion) {
    super(resource);
    ProtoWriter out = new ProtoWriter(64);
    scope(out, scopeName, scopeVersion);
    scope = out.toByteArray();
  }

  @Override
  final void groups(List<T> batch, int from, int to, ProtoWriter out) {
    int start = beginGroup(out);
    out.rawBytes(scope, 0, scope.length);
    for (int i = from; i < to; i++) {
      record(batch.get(i), out);
    }
    endGroup(out, start);
  }
}
