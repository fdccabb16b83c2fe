package io.sonde.agent.sdk;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.RecordMapper;

/** Makes the SDK's log record of our event. */
public final class LogMapper implements RecordMapper<LogEvent, LogRecordData> {
  private volatile Resource resource;

  /** To be called before the first event is mapped. */
  public void describe(Resource newResource) {
    resource = newResource;
  }

  @Override
  public LogRecordData map(LogEvent event) {
    return new LogView(event, resource);
  }
}
