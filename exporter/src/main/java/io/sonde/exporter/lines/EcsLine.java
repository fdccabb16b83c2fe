package io.sonde.exporter.lines;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.StackTraceText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Elastic Common Schema, with what its logging libraries must write in the order they do. */
final class EcsLine extends LogLine {
  static final String VERSION = "9.4.0";

  /**
   * What the schema has as an object at the root. One document with a text of that name makes an
   * index refuse the objects of all others.
   */
  private static final Set<String> OBJECTS =
      new HashSet<String>(
          Arrays.asList(
              ("agent as client cloud code_signature container data_stream destination device dll"
                      + " dns ecs elf email entity error event faas file gen_ai geo group hash host"
                      + " http interface labels log network observer orchestrator organization os"
                      + " package process registry related risk rule server service source span"
                      + " threat tls trace transaction url user user_agent vlan volume"
                      + " vulnerability x509")
                  .split(" ")));

  private final String service;
  private final String version;
  private final String environment;
  private final String node;

  EcsLine(Map<String, Object> resource) {
    service = ResourceText.of(resource, "service.name");
    version = ResourceText.of(resource, "service.version");
    String name = ResourceText.of(resource, "deployment.environment.name");
    environment = name != null ? name : ResourceText.of(resource, "deployment.environment");
    node = ResourceText.of(resource, "service.instance.id");
  }

  @Override
  void fields(LogEvent event, Level level) {
    time("@timestamp", event);
    text("log.level", level.name());
    text("message", event.message(), MAX_MESSAGE);
    text("ecs.version", VERSION);
    text("service.name", service);
    text("service.version", version);
    text("service.environment", environment);
    text("service.node.name", node);
    text("event.dataset", service);
    text("process.thread.name", event.threadName());
    text("log.logger", event.logger());
    Span span = event.span();
    if (span != null) {
      traceId("trace.id", span);
      spanId("span.id", span);
    }
    Throwable thrown = event.thrown();
    if (thrown != null) {
      text("error.type", thrown.getClass().getName());
      text("error.message", StackTraceText.message(thrown));
      text("error.stack_trace", StackTraceText.of(thrown), MAX_STACK_TRACE);
    }
  }

  @Override
  boolean clash(String key, String written) {
    return DottedKeys.clash(key, written);
  }

  @Override
  boolean reserved(String key) {
    return OBJECTS.contains(key);
  }

  /** The schema's place for what it does not know, which must be flat. */
  @Override
  String elsewhere(String key) {
    return "labels." + key.replace('.', '_');
  }
}
