package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.ConsoleKeys;
import io.sonde.agent.config.GeneralKeys;
import io.sonde.agent.config.MetricKeys;
import io.sonde.agent.config.PrometheusKeys;
import io.sonde.agent.config.SpoolKeys;
import io.sonde.agent.sdk.MetricCollector;
import io.sonde.agent.sdk.SelfMetrics;
import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.http.ApplicationScrape;
import io.sonde.exporter.ExportWorker;
import io.sonde.exporter.Ledger;
import io.sonde.exporter.MetricSource;
import io.sonde.exporter.PeriodicMetricWorker;
import io.sonde.exporter.Worker;
import io.sonde.exporter.endpoint.Endpoint;
import io.sonde.exporter.prometheus.CompatGroup;
import io.sonde.exporter.prometheus.Exposition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Starts what is expensive, on the agent's start-up thread. Each signal at each destination is on
 * its own: what is wrong with one costs that one, and one line (fault A23).
 */
final class Exporters {
  private final Config config;
  private final Pipeline pipeline;

  /** The endpoint reads it while more are added. */
  private final List<Ledger> ledgers = new CopyOnWriteArrayList<Ledger>();

  private final List<Worker<?>> workers = new ArrayList<Worker<?>>();

  /** Signal to what is told of it at the start. */
  private final Map<String, List<String>> destinations = new HashMap<String, List<String>>();

  /** Null when nobody wants the port. */
  private Endpoint endpoint;

  /** Null when it is off. */
  private CircuitBreaker breaker;

  private boolean closed;

  Exporters(Config config, Pipeline pipeline) {
    this.config = config;
    this.pipeline = pipeline;
  }

  void start(String version, AdviceTransformer transformer, long premainNanos) {
    ExportContext context = new ExportContext(config, version);
    String spool = config.get(SpoolKeys.DIRECTORY);
    if (spool != null) {
      spoolTo(spool);
    }
    for (ExportWorker<Span> worker : pipeline.spans) {
      startSpans(worker, context);
    }
    for (ExportWorker<LogEvent> worker : pipeline.logs) {
      startLogs(worker, context);
    }
    MetricSource source =
        new MetricCollector(
            context.resource,
            ExportContext.SCOPE,
            version,
            new SelfMetrics(ledgers, transformer, premainNanos),
            config.get(MetricKeys.CARDINALITY_LIMIT));
    Exposition exposition =
        new Exposition(
            source,
            CompatGroup.of(config.get(MetricKeys.PROMETHEUS_COMPAT)),
            config.get(PrometheusKeys.UTF8_NAMES));
    if (config.get(MetricKeys.APPLICATION_PATH) != null) {
      ApplicationScrape.install(new ApplicationMetrics(exposition));
    }
    boolean console = config.get(ConsoleKeys.ENABLED);
    startEndpoint(exposition, console ? new ConsoleView(context, ledgers, transformer) : null);
    for (String name : config.get(MetricKeys.EXPORTER)) {
      startMetrics(name, source, context);
    }
    if (config.get(GeneralKeys.CIRCUIT_BREAKER)) {
      startBreaker();
    }
  }

  private void startBreaker() {
    try {
      breaker = CircuitBreaker.start(pipeline);
    } catch (Throwable t) {
      AgentLog.warn("the circuit breaker is off", t);
    }
  }

  private void spoolTo(String directory) {
    int shares = Math.max(1, pipeline.spans.length + pipeline.logs.length);
    long maxBytes = config.get(SpoolKeys.MAX_BYTES) / shares;
    for (ExportWorker<Span> worker : pipeline.spans) {
      worker.spoolTo(directory, maxBytes);
    }
    for (ExportWorker<LogEvent> worker : pipeline.logs) {
      worker.spoolTo(directory, maxBytes);
    }
  }

  private void startSpans(ExportWorker<Span> worker, ExportContext context) {
    add(worker);
    try {
      start(worker, SpanDestinations.open(worker.ledger().destination(), context));
    } catch (Throwable t) {
      off(worker, t);
    }
  }

  private void startLogs(ExportWorker<LogEvent> worker, ExportContext context) {
    add(worker);
    try {
      start(worker, LogDestinations.open(worker.ledger().destination(), context));
    } catch (Throwable t) {
      off(worker, t);
    }
  }

  private void startEndpoint(Exposition exposition, ConsoleView view) {
    try {
      endpoint = EndpointStart.start(config, exposition, view);
    } catch (Throwable t) {
      AgentLog.warn("metrics to prometheus and the console are off", t);
    }
  }

  private void startMetrics(String name, MetricSource source, ExportContext context) {
    if (name.equals("prometheus")) {
      if (endpoint != null) {
        goes("metrics", "prometheus (port " + config.get(MetricKeys.PROMETHEUS_PORT) + ")");
      }
      return;
    }
    try {
      PeriodicMetricWorker worker =
          new PeriodicMetricWorker(
              new Ledger(name, "metrics"), source, config.get(MetricKeys.EXPORT_INTERVAL));
      start(worker, MetricDestinations.open(name, context));
      add(worker);
    } catch (Throwable t) {
      AgentLog.warn("metrics to " + name + " are off", t);
    }
  }

  private <T> void start(Worker<T> worker, Destination<T> destination) {
    worker.start(destination.exporter);
    Ledger ledger = worker.ledger();
    goes(ledger.signal(), ledger.destination() + " (" + destination.description + ")");
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
        + names("logs")
        + console();
  }

  /** Where it is: of a port that is taken another line has told, and 0 stands for any. */
  private String console() {
    boolean there = endpoint != null && endpoint.port() > 0 && config.get(ConsoleKeys.ENABLED);
    return there ? "; console at http://localhost:" + endpoint.port() + "/" : "";
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
   * Delivers what is left; once, as a kill switch may come before the exit.
   *
   * @param deadlineNanos a {@code System.nanoTime()}, by which it returns
   */
  synchronized void close(long deadlineNanos) {
    if (closed) {
      return;
    }
    closed = true;
    for (Worker<?> worker : workers) {
      worker.beginClose(deadlineNanos);
    }
    for (Worker<?> worker : workers) {
      worker.close(deadlineNanos);
    }
    tellLost();
    if (endpoint != null) {
      endpoint.close();
    }
    if (breaker != null) {
      breaker.close();
    }
  }

  /** In one line, as all are lost by the same end. */
  private void tellLost() {
    long all = 0;
    boolean expected = true;
    StringBuilder each = new StringBuilder();
    for (Worker<?> worker : workers) {
      long lost = worker.lost();
      if (lost > 0) {
        all += lost;
        expected &= worker.nobodyThere();
        Ledger ledger = worker.ledger();
        each.append(each.length() == 0 ? "" : ", ").append(ledger.destination());
        each.append(' ').append(ledger.signal()).append(' ').append(lost);
      }
    }
    // That nobody is there was told when it began.
    if (all > 0 && !expected) {
      AgentLog.warn(all + " records were not delivered before the exit (" + each + ")");
    }
  }
}
