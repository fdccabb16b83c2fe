package io.sonde.agent.sdk;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.RecordMapper;

/** Makes the SDK's span of ours. */
public final class SpanMapper implements RecordMapper<Span, SpanData> {
  private volatile Resource resource;
  private volatile InstrumentationScopeInfo scope;

  /** To be called before the first span is mapped. */
  public void describe(Resource newResource, InstrumentationScopeInfo newScope) {
    resource = newResource;
    scope = newScope;
  }

  @Override
  public SpanData map(Span span) {
    return new SpanView(span, resource, scope);
  }
}
