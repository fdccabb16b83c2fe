package io.sonde.agent;

import io.sonde.agent.config.JaegerAddress;
import io.sonde.agent.config.JaegerKeys;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.jaeger.JaegerExporter;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.otlp.OtlpExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;

/** Jaeger, in whichever of its protocols the settings stand for. */
final class JaegerDestination {
  private JaegerDestination() {}

  static Destination<Span> open(ExportContext context) throws Exception {
    JaegerAddress address = JaegerAddress.of(context.config);
    switch (address.protocol) {
      case THRIFT_HTTP:
        return thriftHttp(address, context);
      case THRIFT_UDP_COMPACT:
        return thriftUdp(address, true, context);
      case THRIFT_UDP_BINARY:
        return thriftUdp(address, false, context);
      default:
        return otlp(address, context);
    }
  }

  private static Destination<Span> thriftHttp(JaegerAddress address, ExportContext context)
      throws Exception {
    HttpTarget target = JaegerKeys.target(context.config, address.endpoint);
    return new Destination<Span>(
        JaegerExporter.http(target, context.resource, ExportContext.SCOPE, context.version),
        "thrift http " + target.describe());
  }

  private static Destination<Span> thriftUdp(
      JaegerAddress address, boolean compact, ExportContext context) {
    return new Destination<Span>(
        JaegerExporter.udp(
            address.host,
            address.port,
            compact,
            context.resource,
            ExportContext.SCOPE,
            context.version),
        "thrift udp " + address.host + ':' + address.port);
  }

  private static Destination<Span> otlp(JaegerAddress address, ExportContext context) {
    boolean grpc = address.protocol == JaegerAddress.Protocol.OTLP_GRPC;
    OtlpSettings settings =
        OtlpSettings.resolve(
            OtlpSignal.TRACES, JaegerKeys.otlp(context.config, address.endpoint, grpc));
    return new Destination<Span>(
        OtlpExporter.spans(settings, context.resource, ExportContext.SCOPE, context.version),
        settings.describe());
  }
}
