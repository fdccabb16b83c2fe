package io.sonde.agent;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.sonde.agent.config.Config;
import io.sonde.agent.config.LogKeys;
import io.sonde.agent.config.MetricKeys;
import io.sonde.agent.config.OtlpKeys;
import io.sonde.agent.config.ResourceAttributes;
import io.sonde.agent.config.TraceKeys;
import io.sonde.agent.sdk.MetricCollector;
import io.sonde.agent.sdk.SelfMetrics;
import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportWorker;
import io.sonde.exporter.Ledger;
import io.sonde.exporter.MetricSource;
import io.sonde.exporter.PeriodicMetricWorker;
import io.sonde.exporter.Worker;
import io.sonde.exporter.loki.LokiExporter;
import io.sonde.exporter.otlp.OtlpExporter;
import io.sonde.exporter.otlp.OtlpMetricExporter;
import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import io.sonde.exporter.prometheus.Exposition;
import io.sonde.exporter.prometheus.PrometheusServer;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Starts what is expensive, on the agent's start-up thread. Each signal at each destination is on
 * its own: what is wrong with one costs that one, and one line (fault A23).
 */
final class Exporters {
  private static final String SCOPE = "io.sonde";
  private static final int LOKI_TIMEOUT_MILLIS = 10_000;

  private final Config config;
  private final Pipeline pipeline;
  private final Function<String, String> otlpTexts;
  private final List<Ledger> ledgers = new ArrayList<Ledger>();
  private final List<Worker<?>> workers = new ArrayList<Worker<?>>();

  /** Signal to what is told of it at the start. */
  private final Map<String, List<String>> destinations = new HashMap<String, List<String>>();

  private Map<String, Object> resource;
  private String scopeVersion;
  private PrometheusServer prometheus;

  Exporters(Config config, Pipeline pipeline) {
    this.config = config;
    this.pipeline = pipeline;
    otlpTexts = OtlpKeys.texts(config);
  }

  void start(String version, AdviceTransformer transformer, long premainNanos) {
    resource = ResourceAttributes.of(config, version);
    scopeVersion = version;
    for (ExportWorker<Span> worker : pipeline.spans) {
      startSpans(worker);
    }
    for (ExportWorker<LogEvent> worker : pipeline.logs) {
      startLogs(worker);
    }
    InstrumentationScopeInfo scope =
        InstrumentationScopeInfo.builder(SCOPE).setVersion(version).build();
    startMetrics(
        new MetricCollector(
            sdkResource(), scope, new SelfMetrics(ledgers, transformer, premainNanos)));
  }

  private Resource sdkResource() {
    AttributesBuilder attributes = Attributes.builder();
    for (Map.Entry<String, Object> e : resource.entrySet()) {
      if (e.getValue() instanceof Long) {
        attributes.put(AttributeKey.longKey(e.getKey()), (Long) e.getValue());
      } else {
        attributes.put(AttributeKey.stringKey(e.getKey()), String.valueOf(e.getValue()));
      }
    }
    return Resource.create(attributes.build());
  }

  private void startSpans(ExportWorker<Span> worker) {
    add(worker);
    try {
      String destination = worker.ledger().destination();
      OtlpSettings settings =
          destination.equals("jaeger")
              ? OtlpSettings.resolve(OtlpSignal.TRACES, jaeger())
              : OtlpSettings.resolve(OtlpSignal.TRACES, otlpTexts);
      worker.start(OtlpExporter.spans(settings, resource, SCOPE, scopeVersion));
      goes("traces", destination + " (" + settings.describe() + ")");
    } catch (Throwable t) {
      off(worker, t);
    }
  }

  /** Jaeger takes OTLP: the general settings do not apply to it, its endpoint is its own. */
  private Function<String, String> jaeger() {
    final String endpoint = config.get(TraceKeys.JAEGER_ENDPOINT);
    return new Function<String, String>() {
      @Override
      public String apply(String name) {
        return name.equals("otel.exporter.otlp.endpoint") ? endpoint : null;
      }
    };
  }

  private void startLogs(ExportWorker<LogEvent> worker) {
    add(worker);
    try {
      BatchExporter<LogEvent> exporter;
      if (worker.ledger().destination().equals("loki")) {
        URL endpoint = new URL(config.get(LogKeys.LOKI_ENDPOINT));
        exporter =
            new LokiExporter(
                endpoint,
                config.get(LogKeys.LOKI_TENANT),
                config.get(LogKeys.LOKI_HEADERS),
                null,
                LOKI_TIMEOUT_MILLIS,
                resource);
        goes("logs", "loki (" + endpoint.getHost() + ")");
      } else {
        OtlpSettings settings = OtlpSettings.resolve(OtlpSignal.LOGS, otlpTexts);
        exporter = OtlpExporter.logs(settings, resource);
        goes("logs", "otlp (" + settings.describe() + ")");
      }
      worker.start(exporter);
    } catch (Throwable t) {
      off(worker, t);
    }
  }

  private void startMetrics(MetricSource source) {
    for (String destination : config.get(MetricKeys.EXPORTER)) {
      try {
        if (destination.equals("prometheus")) {
          prometheus =
              new PrometheusServer(
                  config.get(MetricKeys.PROMETHEUS_HOST),
                  config.get(MetricKeys.PROMETHEUS_PORT),
                  new Exposition(source, config.get(MetricKeys.PROMETHEUS_COMPAT)));
          prometheus.start();
          goes("metrics", "prometheus (port " + config.get(MetricKeys.PROMETHEUS_PORT) + ")");
        } else {
          PeriodicMetricWorker worker =
              new PeriodicMetricWorker(
                  new Ledger(destination, "metrics"),
                  source,
                  config.get(MetricKeys.EXPORT_INTERVAL));
          String aggregation = config.get(OtlpKeys.HISTOGRAM_AGGREGATION);
          OtlpSettings settings = OtlpSettings.resolve(OtlpSignal.METRICS, otlpTexts);
          worker.start(
              new OtlpMetricExporter(
                  settings,
                  resource,
                  SCOPE,
                  scopeVersion,
                  aggregation.startsWith("base2"),
                  !config.get(OtlpKeys.TEMPORALITY).equals("cumulative")));
          add(worker);
          goes("metrics", "otlp (" + settings.describe() + ")");
        }
      } catch (Throwable t) {
        AgentLog.warn("metrics to " + destination + " are off", t);
      }
    }
  }

  private void add(Worker<?> worker) {
    ledgers.add(worker.ledger());
    workers.add(worker);
  }

  private static void off(Worker<?> worker, Throwable thrown) {
    AgentLog.warn(
        worker.ledger().signal() + " to " + worker.ledger().destination() + " are off", thrown);
    worker.close(System.nanoTime());
  }

  /** Where the data goes, for people. */
  String describe() {
    return "traces to "
        + names("traces")
        + ", metrics to "
        + names("metrics")
        + ", logs to "
        + names("logs");
  }

  private String names(String signal) {
    List<String> names = destinations.get(signal);
    return names == null ? "nowhere" : String.join(" and ", names);
  }

  private void goes(String signal, String destination) {
    List<String> names = destinations.get(signal);
    if (names == null) {
      names = new ArrayList<String>();
      destinations.put(signal, names);
    }
    names.add(destination);
  }

  /**
   * Delivers what is left.
   *
   * @param deadlineNanos a {@code System.nanoTime()}, by which it returns
   */
  void close(long deadlineNanos) {
    for (Worker<?> worker : workers) {
      worker.beginClose(deadlineNanos);
    }
    for (Worker<?> worker : workers) {
      worker.close(deadlineNanos);
    }
    if (prometheus != null) {
      prometheus.close();
    }
  }
}
