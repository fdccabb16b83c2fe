package io.sonde.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * The command line of a JVM with the finished agent. Nothing of the environment that could
 * configure an agent is handed on, and the scrape endpoint gets a port of its own. Not thread safe.
 */
public final class AgentCommand {
  /** The system property that says where the finished jar is. */
  public static final String JAR_PROPERTY = "sonde.agent.jar";

  private final List<String> wrapper = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();
  private final List<String> program = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final int prometheusPort = FreePort.next();
  private Path jdk = Jdks.chosen();
  private Path directory;
  private boolean attached = true;

  /**
   * @param program the main class and its arguments, or {@code -jar}, or what else follows the
   *     options of {@code java}
   */
  public AgentCommand(String... program) {
    this.program.addAll(List.of(program));
    environment("OTEL_EXPORTER_PROMETHEUS_HOST", "127.0.0.1");
    environment("OTEL_EXPORTER_PROMETHEUS_PORT", String.valueOf(prometheusPort));
    environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + FreePort.nobody());
    environment("OTEL_BSP_SCHEDULE_DELAY", "50");
    environment("OTEL_BLRP_SCHEDULE_DELAY", "50");
    environment("OTEL_METRIC_EXPORT_INTERVAL", "250");
  }

  /** A main class of the tests, with the folder that it was compiled to on the class path. */
  public AgentCommand(Class<?> main, String... arguments) {
    this(main.getName());
    program.addAll(List.of(arguments));
    try {
      classPath(Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The finished jar; the test is skipped when it has not been built. */
  public static Path agentJar() {
    Path jar = Path.of(System.getProperty(JAR_PROPERTY, "sonde-agent.jar"));
    Assumptions.assumeTrue(
        Files.isRegularFile(jar),
        "there is no " + jar + ": the finished jar is tested by ./mvnw verify");
    return jar;
  }

  /** Skips the test when there is no such JDK. */
  public AgentCommand jdk(int feature) {
    jdk = Jdks.find(feature).orElse(null);
    Assumptions.assumeTrue(jdk != null, "no JDK " + feature + " is installed");
    return this;
  }

  /** A JDK, or an image that was linked, by its home. */
  public AgentCommand jdk(Path home) {
    jdk = home;
    return this;
  }

  public AgentCommand classPath(Path... paths) {
    return classPath(List.of(paths));
  }

  public AgentCommand classPath(Collection<Path> paths) {
    classPath.addAll(paths);
    return this;
  }

  public AgentCommand property(String key, String value) {
    return option("-D" + key + "=" + value);
  }

  /** An option of {@code java}, such as {@code -Xmx64m}; it follows the agent's own. */
  public AgentCommand option(String option) {
    options.add(option);
    return this;
  }

  /** An environment variable; null removes it. */
  public AgentCommand environment(String key, String value) {
    environment.put(key, value);
    return this;
  }

  /** Has {@code program} start the JVM, such as {@code setpriv} and its options. */
  public AgentCommand under(String... program) {
    wrapper.addAll(List.of(program));
    return this;
  }

  public AgentCommand directory(Path directory) {
    this.directory = directory;
    return this;
  }

  /** Sends everything to {@code backend}. */
  public AgentCommand backend(Backend backend) {
    return environment("OTEL_EXPORTER_OTLP_ENDPOINT", backend.endpoint());
  }

  /** The same JVM without an agent, to compare with. */
  public AgentCommand withoutAgent() {
    attached = false;
    return this;
  }

  /** Where the scrape endpoint listens, unless the environment was changed. */
  public int prometheusPort() {
    return prometheusPort;
  }

  public AgentProcess start() {
    List<String> command = new ArrayList<>(wrapper);
    command.add(jdk.resolve("bin/java").toString());
    if (attached) {
      command.add("-javaagent:" + agentJar());
    }
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    if (!classPath.isEmpty()) {
      command.add("-cp");
      command.add(
          classPath.stream()
              .map(Path::toString)
              .collect(Collectors.joining(System.getProperty("path.separator"))));
    }
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    builder.environment().keySet().removeIf(AgentCommand::configuresAgents);
    environment.forEach(
        (key, value) -> {
          if (value != null) {
            builder.environment().put(key, value);
          }
        });
    try {
      return new AgentProcess(builder.start(), attached ? prometheusPort : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean configuresAgents(String variable) {
    return variable.startsWith("OTEL_")
        || variable.startsWith("SONDE_")
        || variable.equals("JAVA_TOOL_OPTIONS")
        || variable.equals("JDK_JAVA_OPTIONS");
  }
}
