package io.sonde.testing;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads OTLP's requests in binary protobuf. Throws {@code IOException} for what cannot be decoded,
 * {@code IllegalArgumentException} for what is not as OTLP demands.
 */
public final class OtlpRequests {
  private OtlpRequests() {}

  public static List<ReceivedSpan> spans(InputStream body) throws IOException {
    List<ReceivedSpan> received = new ArrayList<>();
    for (var ofResource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      OtlpRules.resource(ofResource.getResource());
      Map<String, Object> resource = Attributes.map(ofResource.getResource().getAttributesList());
      for (var ofScope : ofResource.getScopeSpansList()) {
        for (var span : ofScope.getSpansList()) {
          OtlpRules.span(span);
          received.add(new ReceivedSpan(resource, ofScope.getScope().getName(), span));
        }
      }
    }
    return received;
  }

  public static List<ReceivedLog> logs(InputStream body) throws IOException {
    List<ReceivedLog> received = new ArrayList<>();
    for (var ofResource : ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()) {
      OtlpRules.resource(ofResource.getResource());
      Map<String, Object> resource = Attributes.map(ofResource.getResource().getAttributesList());
      for (var ofScope : ofResource.getScopeLogsList()) {
        for (var log : ofScope.getLogRecordsList()) {
          OtlpRules.log(log);
          received.add(new ReceivedLog(resource, ofScope.getScope().getName(), log));
        }
      }
    }
    return received;
  }

  public static List<ReceivedMetric> metrics(InputStream body) throws IOException {
    List<ReceivedMetric> received = new ArrayList<>();
    for (var ofResource : ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList()) {
      OtlpRules.resource(ofResource.getResource());
      Map<String, Object> resource = Attributes.map(ofResource.getResource().getAttributesList());
      for (var ofScope : ofResource.getScopeMetricsList()) {
        for (var metric : ofScope.getMetricsList()) {
          OtlpRules.metric(metric);
          received.add(new ReceivedMetric(resource, metric));
        }
      }
    }
    return received;
  }
}
