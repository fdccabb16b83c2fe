package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.FaultApplication;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Libraries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The same application without and with the agent, given the same work. Closing it ends both and
 * asserts what must hold whatever the fault was: the invariants G2, G3, G5 to G7, G9 and G10 of the
 * matrix; {@link #load} asserts G1. Not thread safe.
 */
final class FaultRun implements AutoCloseable {
  private static final int MAX_THREADS = 10;

  /**
   * The jar twice, three for the scrape endpoint, three for each destination and signal; the rest
   * is what the pools of the application's own clients differ by.
   */
  private static final int MAX_DESCRIPTORS = 24;

  private static final Pattern OUR_FRAME = Pattern.compile("\\bio\\.sonde\\.(?!smoke\\.)");
  private static final long MAX_EXIT_NANOS = 5_000_000_000L;
  private static final String[] LIBRARIES = {
    "org.slf4j:slf4j-api:2.0.17",
    "org.apache.tomcat.embed:tomcat-embed-core:10.1.44",
    "com.h2database:h2:2.3.232",
    "redis.clients:jedis:6.2.0",
    "ch.qos.logback:logback-classic:1.5.18"
  };

  private final AgentProcess golden;
  private final AgentProcess watched;
  private final int goldenPort;
  private final int port;
  private final SelfMetrics metrics;
  private boolean ended;

  private FaultRun(AgentCommand without, AgentCommand with) {
    golden = without.start();
    goldenPort = port(golden, golden);
    watched = with.start();
    port = port(watched, golden);
    metrics = new SelfMetrics(with.prometheusPort());
  }

  /** An agent that is broken on purpose may hold its application: then both end. */
  private static int port(AgentProcess process, AgentProcess other) {
    try {
      return Integer.parseInt(process.awaitLine("port "));
    } catch (Throwable t) {
      process.kill();
      other.kill();
      throw t;
    }
  }

  /** {@link FaultApplication}; {@code settings} are for the process with the agent alone. */
  static FaultRun start(Consumer<AgentCommand> settings) {
    return start(command -> {}, settings);
  }

  /**
   * @param both settings of both processes
   * @param agent settings of the process with the agent
   */
  static FaultRun start(Consumer<AgentCommand> both, Consumer<AgentCommand> agent) {
    return start(FaultApplication.class, classPath(), both, agent);
  }

  /**
   * @param program says {@code port <n>}, whatever the number, when it can be asked
   */
  static FaultRun start(
      Class<?> program,
      List<Path> classPath,
      Consumer<AgentCommand> both,
      Consumer<AgentCommand> agent) {
    AgentCommand without = new AgentCommand(program).classPath(classPath).withoutAgent();
    both.accept(without);
    AgentCommand with = new AgentCommand(program).classPath(classPath);
    both.accept(with);
    agent.accept(with);
    return new FaultRun(without, with);
  }

  /** The libraries of {@link FaultApplication}, and {@code others} in place of its versions. */
  static List<Path> classPath(String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    for (String library : LIBRARIES) {
      String artifact = library.substring(0, library.lastIndexOf(':') + 1);
      if (all.stream().noneMatch(other -> other.startsWith(artifact))) {
        all.add(library);
      }
    }
    return Libraries.resolve(all.toArray(new String[0]));
  }

  /** The process with the agent. */
  AgentProcess watched() {
    return watched;
  }

  /** Where the application with the agent listens. */
  int port() {
    return port;
  }

  int goldenPort() {
    return goldenPort;
  }

  long goldenPid() {
    return golden.pid();
  }

  /** What the agent tells of itself. */
  SelfMetrics metrics() {
    return metrics;
  }

  /** Sends one request to both and compares the answers. */
  String same(String request) {
    String answer = RawHttp.exchange(port, request);
    assertEquals(RawHttp.exchange(goldenPort, request), answer, request);
    return answer;
  }

  /** Asks both the same and compares the answers; more of it with {@code -Dsonde.faults.load}. */
  void load() {
    load(Integer.getInteger("sonde.faults.load", 600));
  }

  void load(int requests) {
    new Load(goldenPort, port).run(requests);
  }

  /** Asserts what can be seen while they run. */
  void checkAlive() {
    String threads = Jcmd.run(watched.pid(), "Thread.print");
    assertFalse(threads.contains("Java-level deadlock"), threads);
    List<String> ours = threads.lines().filter(line -> line.startsWith("\"sonde-")).toList();
    assertTrue(ours.size() <= MAX_THREADS, ours::toString);
    assertEquals(List.of(), ours.stream().filter(line -> !line.contains(" daemon ")).toList());
    // A server takes a moment to notice that a client is gone.
    Await.until(
        "no more than " + MAX_DESCRIPTORS + " file descriptors more than without the agent",
        () -> Jcmd.descriptors(watched.pid()) - Jcmd.descriptors(golden.pid()),
        more -> more <= MAX_DESCRIPTORS);
    metrics.read().ifPresent(text -> assertFalse(text.contains(Load.CANARY), text));
  }

  /** Ends both as {@code how} says, and asserts that the agent changes nothing of it. */
  void end(Consumer<AgentProcess> how) {
    ended = true;
    long goldenNanos = end(golden, how);
    long nanos = end(watched, how);
    assertTrue(
        nanos <= goldenNanos + MAX_EXIT_NANOS,
        () ->
            "the end took %d ms, %d without".formatted(nanos / 1_000_000, goldenNanos / 1_000_000));
    assertEquals(golden.awaitExit(), watched.awaitExit(), "exit status");
    assertEquals(ofApplication(golden.stdout()), ofApplication(watched.stdout()));
    for (String line : watched.stderr()) {
      boolean ours = line.startsWith("[sonde] ");
      assertFalse(ours && line.contains(Load.CANARY), line);
      assertTrue(ours || !OUR_FRAME.matcher(line).find(), line);
    }
  }

  private static long end(AgentProcess process, Consumer<AgentProcess> how) {
    long start = System.nanoTime();
    how.accept(process);
    process.awaitExit();
    return System.nanoTime() - start;
  }

  /** The port differs, and the order and time of what Logback writes. */
  private static List<String> ofApplication(List<String> stdout) {
    return stdout.stream()
        .filter(line -> !line.startsWith("port "))
        .map(line -> line.replaceAll("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\[[^]]*\\] ", ""))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    try {
      if (!ended) {
        checkAlive();
        end(process -> process.send("exit"));
      }
    } finally {
      golden.close();
      watched.close();
    }
  }
}
