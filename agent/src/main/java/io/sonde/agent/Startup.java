package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.GeneralKeys;
import io.sonde.agent.config.LogKeys;
import io.sonde.agent.config.MetricKeys;
import io.sonde.agent.config.Samplers;
import io.sonde.agent.config.TraceKeys;
import io.sonde.agent.config.UnknownKeys;
import io.sonde.agent.weave.AdviceIndex;
import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.agent.weave.IndexReader;
import io.sonde.agent.weave.MainMethod;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.AgentThread;
import io.sonde.bootstrap.Failures;
import io.sonde.bootstrap.LogLayout;
import io.sonde.bootstrap.MainBegins;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.Sampler;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.Tracer;
import io.sonde.bootstrap.http.AccessLog;
import io.sonde.bootstrap.http.ApplicationScrape;
import io.sonde.bootstrap.metrics.Histogram;
import io.sonde.bootstrap.metrics.SpanMetrics;
import io.sonde.exporter.lines.LineFormat;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * premain, on the boot class path: the configuration, the queues and the weaving. The exporters
 * come when the application's main method begins, on a thread of their own.
 */
public final class Startup {
  /** What delivering the last batch may take of the application's exit. */
  private static final long CLOSE_NANOS = 4_000_000_000L;

  private Startup() {}

  /**
   * Called once, through the boot loader.
   *
   * @param running whether the application is running already
   * @param start {@code nanoTime} when the JVM called the agent
   */
  public static void run(
      File jar,
      final String version,
      String arguments,
      final Instrumentation instrumentation,
      boolean running,
      long start)
      throws Exception {
    final Config config = Config.read(arguments);
    if (!config.get(GeneralKeys.AGENT_ENABLED) || config.get(GeneralKeys.SDK_DISABLED)) {
      AgentLog.info(version + " is off by configuration");
      return;
    }
    String killSwitchPath = config.get(GeneralKeys.KILL_SWITCH_FILE);
    final File killSwitch = killSwitchPath == null ? null : new File(killSwitchPath);
    if (killSwitch != null && killSwitch.exists()) {
      AgentLog.info(version + " is off: the file of the kill switch is there");
      return;
    }
    if (!running && CacheRecording.isRunning(instrumentation)) {
      AgentLog.info(version + " watches nothing while the JVM records a start-up cache");
      return;
    }
    final Sampler sampler = Samplers.of(config);
    configure(config, sampler);
    final Pipeline pipeline = new Pipeline(config);
    Telemetry.install(pipeline);
    String format = config.get(LogKeys.FORMAT);
    if (!format.equals("none")) {
      LogLayout.install(new LineLayout(LineFormat.of(format), config, version));
    }
    final AdviceIndex index = new AdviceIndex(readIndex(jar), new ConfiguredSwitch(config));
    MainMethod mainMethod = running ? null : new MainMethod();
    final AdviceTransformer transformer = new AdviceTransformer(instrumentation, index, mainMethod);
    Failures.install(index.size(), transformer);
    instrumentation.addTransformer(transformer, true);
    boolean mainAhead = transformer.retransformLoaded();
    final long premainNanos = System.nanoTime() - start;
    MainBegins.then(
        new Runnable() {
          @Override
          public void run() {
            final Exporters exporters = new Exporters(config, pipeline);
            startAndClose(
                instrumentation,
                exporters,
                new Runnable() {
                  @Override
                  public void run() {
                    exporters.start(version, transformer, premainNanos);
                    askForSampling(config, sampler);
                    tell(version, index, exporters, premainNanos);
                    if (killSwitch != null) {
                      KillSwitch.watch(killSwitch, transformer, exporters, sampler);
                    }
                    UnknownKeys.report(config, index.allNames());
                  }
                });
          }
        });
    if (!mainAhead) {
      MainBegins.run();
    }
  }

  private static void configure(Config config, Sampler sampler) {
    String applicationPath = MetricKeys.applicationPath(config);
    List<String> excludedPaths = new ArrayList<String>(config.get(TraceKeys.EXCLUDE_PATHS));
    if (applicationPath != null) {
      excludedPaths.add(applicationPath);
      ApplicationScrape.configure(applicationPath);
    }
    Tracer.configure(
        sampler,
        excludedPaths.toArray(new String[0]),
        config.get(TraceKeys.SPAN_ATTRIBUTE_COUNT),
        config.get(TraceKeys.SPAN_ATTRIBUTE_LENGTH));
    Propagation.configure(config.get(GeneralKeys.PROPAGATORS).toArray(new String[0]));
    Histogram.configure(
        !config.get(MetricKeys.EXEMPLAR_FILTER).equals("always_off"),
        config.get(MetricKeys.CARDINALITY_LIMIT));
    AccessLog.configure(config.get(LogKeys.ACCESS));
    SpanMetrics.configure(config.get(MetricKeys.SPAN_METRICS));
  }

  private static void askForSampling(Config config, Sampler sampler) {
    try {
      Samplers.start(config, sampler);
    } catch (Throwable t) {
      AgentLog.warn("Jaeger is not asked for a sampling strategy", t);
    }
  }

  /** Runs {@code start} on its thread, and closes the exporters when the JVM ends. */
  private static void startAndClose(
      Instrumentation instrumentation, final Exporters exporters, Runnable start) {
    final Thread starting = AgentThread.create("start", start);
    LastShutdownHook.add(
        instrumentation,
        AgentThread.create(
            "close",
            new Runnable() {
              @Override
              public void run() {
                long deadline = System.nanoTime() + CLOSE_NANOS;
                try {
                  // An application may be over before the exporters are there.
                  starting.join(CLOSE_NANOS / 1_000_000);
                } catch (InterruptedException e) {
                  // Nobody interrupts a shutdown hook; if so, it is in a hurry.
                }
                exporters.close(deadline);
              }
            }));
    starting.start();
  }

  private static void tell(
      String version, AdviceIndex index, Exporters exporters, long premainNanos) {
    AgentLog.info(
        version
            + " on JDK "
            + System.getProperty("java.version")
            + "; watching "
            + String.join(", ", index.names())
            + "; "
            + exporters.describe()
            + "; premain "
            + premainNanos / 1_000_000
            + " ms");
  }

  /** The whole index, so that nothing is read of the jar later (fault B12). */
  private static IndexReader readIndex(File jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      ZipEntry entry = zip.getEntry("sonde.index");
      byte[] bytes = new byte[(int) entry.getSize()];
      try (InputStream in = zip.getInputStream(entry)) {
        int at = 0;
        while (at < bytes.length) {
          int n = in.read(bytes, at, bytes.length - at);
          if (n < 0) {
            throw new IOException("sonde.index is cut off");
          }
          at += n;
        }
      }
      return new IndexReader(bytes);
    }
  }
}
