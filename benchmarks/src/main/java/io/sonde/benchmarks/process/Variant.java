package io.sonde.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is attached to the application: nothing, or one agent in one configuration. */
enum Variant {
  NONE("none", "no agent"),
  EMPTY("empty", "empty agent"),
  SONDE("sonde", "Sonde"),
  OTEL("otel", "OpenTelemetry 2.33.1"),
  ELASTIC("elastic", "Elastic 1.55.1"),
  DATADOG("datadog", "Datadog 1.68.1"),
  SONDE_10("sonde-10", "Sonde, 10 % sampled"),
  OTEL_10("otel-10", "OpenTelemetry, 10 % sampled");

  final String id;
  final String title;

  Variant(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /**
   * The JVM's options that attach it. Everything keeps its default but for the places where
   * telemetry goes to, and metrics every ten seconds: a minute would hardly fall into a
   * measurement.
   *
   * @param agents the folder of the jars
   * @param sink the port of the {@link Sink}
   */
  List<String> options(Path agents, int sink) {
    String server = "http://127.0.0.1:" + sink;
    List<String> options = new ArrayList<>();
    switch (this) {
      case NONE -> {}
      case EMPTY -> options.add("-javaagent:" + agents.resolve("empty-agent.jar"));
      case SONDE, SONDE_10 -> {
        options.add("-javaagent:" + agents.resolve("sonde-agent.jar"));
        options.addAll(openTelemetry(server));
        options.add("-Dotel.exporter.prometheus.port=0");
      }
      case OTEL, OTEL_10 -> {
        options.add("-javaagent:" + agents.resolve("opentelemetry-javaagent-2.33.1.jar"));
        options.addAll(openTelemetry(server));
      }
      case ELASTIC -> {
        options.add("-javaagent:" + agents.resolve("elastic-apm-agent-1.55.1.jar"));
        options.add("-Delastic.apm.server_url=" + server);
        options.add("-Delastic.apm.service_name=service");
        options.add("-Delastic.apm.metrics_interval=10s");
      }
      case DATADOG -> {
        options.add("-javaagent:" + agents.resolve("dd-java-agent-1.68.1.jar"));
        options.add("-Ddd.trace.agent.port=" + sink);
        options.add("-Ddd.service=service");
      }
    }
    if (this == SONDE_10 || this == OTEL_10) {
      options.add("-Dotel.traces.sampler=parentbased_traceidratio");
      options.add("-Dotel.traces.sampler.arg=0.1");
    }
    return options;
  }

  private static List<String> openTelemetry(String server) {
    return List.of(
        "-Dotel.service.name=service",
        "-Dotel.exporter.otlp.protocol=http/protobuf",
        "-Dotel.exporter.otlp.endpoint=" + server,
        "-Dotel.metric.export.interval=10000");
  }

  /** Whether the sink is told of requests. */
  boolean exports() {
    return this != NONE && this != EMPTY;
  }

  /** Whether it is told of every request. */
  boolean recordsAll() {
    return exports() && startsByItself();
  }

  /** Whether its start is another one than that of another variant. */
  boolean startsByItself() {
    return this != SONDE_10 && this != OTEL_10;
  }
}
