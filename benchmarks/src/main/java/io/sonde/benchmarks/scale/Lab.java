package io.sonde.benchmarks.scale;

import io.sonde.benchmarks.process.EmptyAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Starts the JVMs that do the work. They get the serial collector, whose live heap is exact when it
 * always compacts and whose pauses are not on the application's threads; and who waits for a method
 * to be compiled, so that what is measured behind a warm-up is compiled code however many threads
 * compete with the compiler's.
 */
final class Lab {
  static final String NONE = "no agent";
  static final String EMPTY = "empty agent";
  static final String SONDE = "Sonde";

  private static final long DEADLINE_SECONDS = 120;

  private final Path folder;
  private final Path agent;
  private final String virtualThreadsHome;
  private final Sink sink;
  private final boolean quick;

  Lab(Path folder, Path agent, String virtualThreadsHome, Sink sink, boolean quick) {
    this.folder = folder;
    this.agent = agent;
    this.virtualThreadsHome = virtualThreadsHome;
    this.sink = sink;
    this.quick = quick;
  }

  /** The steps of a measure; the last two are the expensive ones. */
  long[] steps(long... all) {
    return quick ? Arrays.copyOf(all, Math.max(2, all.length - 2)) : all;
  }

  /** Whether there is a JDK with virtual threads. */
  boolean hasVirtualThreads() {
    return !virtualThreadsHome.isEmpty();
  }

  /** A plan for JVMs that run {@code work} with the number of a step as first argument. */
  Plan plan(String measure, Class<?> work) {
    return new Plan(measure, work);
  }

  /** How to run one kind of work. */
  final class Plan {
    private final String measure;
    private final Class<?> work;
    private final List<String> settings = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private String home = System.getProperty("java.home");
    private String heap = "3g";
    private boolean exports;

    private Plan(String measure, Class<?> work) {
      this.measure = measure;
      this.work = work;
    }

    /** Sets a system property that only the agent reads. */
    Plan setting(String key, Object value) {
      settings.add("-D" + key + "=" + value);
      return this;
    }

    /** Adds an argument after the step. */
    Plan argument(Object value) {
      arguments.add(String.valueOf(value));
      return this;
    }

    Plan heap(String size) {
      heap = size;
      return this;
    }

    Plan virtualThreads() {
      home = virtualThreadsHome;
      return this;
    }

    /** Has the agent send everything to the sink, and answer scrapes; else it only records. */
    Plan exports() {
      exports = true;
      return this;
    }

    /** Runs every step with every variant. */
    Samples run(long[] steps, String... variants) throws IOException, InterruptedException {
      Samples samples = new Samples();
      for (long step : steps) {
        for (String variant : variants) {
          System.err.printf("\r%-60s", measure + ": " + step + ", " + variant);
          samples.put(variant, step, fork(variant, step));
        }
      }
      System.err.println();
      return samples;
    }

    private Map<String, Double> fork(String variant, long step)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(home, "bin", "java").toString());
      command.add("-Xmx" + heap);
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1", "-Xbatch"));
      if (variant.equals(EMPTY)) {
        command.add("-javaagent:" + emptyAgent());
      } else if (variant.equals(SONDE)) {
        command.add("-javaagent:" + agent);
        command.addAll(exports ? exporters() : noExporters());
        command.addAll(settings);
      }
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(work.getName());
      command.add(Long.toString(step));
      command.addAll(arguments);
      Path log = folder.resolve(measure + ".log");
      Path output = folder.resolve(measure + ".out");
      // Into a file: nobody has to read while the deadline is waited for.
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      try {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException(measure + ", " + step + ", " + variant + " failed; see " + log);
        }
        return figures(Files.readString(output));
      } finally {
        process.destroyForcibly();
      }
    }

    private List<String> noExporters() {
      return List.of(
          "-Dotel.traces.exporter=none",
          "-Dotel.metrics.exporter=none",
          "-Dotel.logs.exporter=none");
    }

    private List<String> exporters() throws IOException {
      try (ServerSocket free = new ServerSocket(0)) {
        return List.of(
            "-Dotel.exporter.otlp.endpoint=" + sink.url(),
            "-Dotel.metrics.exporter=prometheus",
            "-Dotel.exporter.prometheus.host=127.0.0.1",
            "-Dotel.exporter.prometheus.port=" + free.getLocalPort());
      }
    }
  }

  private static Map<String, Double> figures(String output) {
    Map<String, Double> figures = new TreeMap<>();
    for (String line : output.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        figures.put(line.substring(0, equals), Double.valueOf(line.substring(equals + 1)));
      }
    }
    return figures;
  }

  private Path emptyAgent() throws IOException {
    Path jar = folder.resolve("empty-agent.jar");
    if (!Files.exists(jar)) {
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
      String entry = EmptyAgent.class.getName().replace('.', '/') + ".class";
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
          InputStream in = EmptyAgent.class.getResourceAsStream("/" + entry)) {
        out.putNextEntry(new ZipEntry(entry));
        in.transferTo(out);
      }
    }
    return jar;
  }
}
