package io.sonde.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A running JVM with the agent, controlled by lines: what is sent to its stdin, and what it writes
 * to stdout and stderr. Programs end when their stdin ends; servers are ended by {@link
 * #terminate}.
 *
 * <p>Closing it asserts that the agent wrote nothing to stdout and warned of nothing that was not
 * {@linkplain #expectWarning expected}: an advice that fails and a class that is not woven are
 * warned of once.
 */
public final class AgentProcess implements AutoCloseable {
  private static final String AGENT_LINE = "[sonde] ";

  /** As patient as a busy machine wants it: who looks for a slow exit measures it. */
  private static final long EXIT_SECONDS = 60;

  private static final int SCRAPE_MILLIS = 10_000;

  private static final int LINES_TOLD = 25;

  private final Process process;
  private final int prometheusPort;
  private final Lines out;
  private final Lines err;
  private final List<String> expected = new ArrayList<>();

  AgentProcess(Process process, int prometheusPort) {
    this.process = process;
    this.prometheusPort = prometheusPort;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    out = new Lines(process.getInputStream(), "stdout");
    err = new Lines(process.getErrorStream(), "stderr");
  }

  /** Collects a stream, so that the process never blocks on it. */
  private static final class Lines extends Thread {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final InputStream in;

    Lines(InputStream in, String name) {
      super(name);
      this.in = in;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
        }
      } catch (IOException e) {
        lines.add("(" + e + ")");
      }
    }
  }

  /** Writes one line to the program's stdin. */
  public void send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(describe("stdin is closed"), e);
    }
  }

  /** Awaits a line of stdout that begins so, and gives back what follows. */
  public String awaitLine(String prefix) {
    return await(out, line -> line.startsWith(prefix), prefix).substring(prefix.length());
  }

  /** Awaits a line of stderr that contains {@code text}, and gives it back. */
  public String awaitErrorLine(String text) {
    return await(err, line -> line.contains(text), text);
  }

  private String await(Lines lines, Predicate<String> which, String what) {
    try {
      return Await.until(
              "line '" + what + "'",
              () -> {
                boolean complete = !lines.isAlive();
                Optional<String> found = lines.lines.stream().filter(which).findFirst();
                if (found.isEmpty() && complete) {
                  throw new AssertionError("ended without line '" + what + "'");
                }
                return found;
              },
              Optional::isPresent)
          .orElseThrow();
    } catch (AssertionError e) {
      throw new AssertionError(describe(e.getMessage()), e);
    }
  }

  public List<String> stdout() {
    return List.copyOf(out.lines);
  }

  public List<String> stderr() {
    return List.copyOf(err.lines);
  }

  /** What the agent has said of itself. */
  public List<String> agentLines() {
    return err.lines.stream().filter(line -> line.startsWith(AGENT_LINE)).toList();
  }

  /** Lets {@link #close} pass over warnings that contain {@code text}. */
  public AgentProcess expectWarning(String text) {
    expected.add(text);
    return this;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it with SIGTERM and awaits its end, all output read. */
  public int terminate() {
    // Not Process.destroy(), which closes the streams, too.
    process.toHandle().destroy();
    return awaitExit();
  }

  /** Awaits its end, all output read. */
  public int awaitExit() {
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(describe("does not end"));
      }
      out.join();
      err.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What the agent counts of its own failures must be zero, where a scrape tells. */
  private void checkFailureCounters() {
    if (prometheusPort == 0 || !process.isAlive()) {
      return;
    }
    List<String> failures;
    try {
      URLConnection scrape =
          new URL("http://127.0.0.1:" + prometheusPort + "/metrics").openConnection();
      scrape.setReadTimeout(SCRAPE_MILLIS);
      try (InputStream in = scrape.getInputStream()) {
        failures =
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(l -> l.matches("sonde_\\w+_failures_total [^0].*"))
                .toList();
      }
    } catch (IOException e) {
      // It serves no metrics, ended just now, or is broken on purpose.
      return;
    }
    if (!failures.isEmpty() && expected.isEmpty()) {
      throw new AssertionError(describe("the agent failed: " + failures));
    }
  }

  /** Ends it at once, whatever it does. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    try {
      checkFailureCounters();
    } finally {
      end();
    }
    checkLines();
  }

  private void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException ignored) {
      // It has ended already.
    }
    try {
      awaitExit();
    } finally {
      kill();
    }
  }

  private void checkLines() {
    for (String line : out.lines) {
      if (line.startsWith(AGENT_LINE)) {
        throw new AssertionError("the agent wrote to stdout: " + line);
      }
    }
    for (String line : agentLines()) {
      if (line.startsWith(AGENT_LINE + "WARN") && expected.stream().noneMatch(line::contains)) {
        throw new AssertionError(describe("the agent warned: " + line));
      }
    }
  }

  private String describe(String what) {
    return what + "; stdout: " + last(out.lines) + "; stderr: " + last(err.lines);
  }

  private static String last(List<String> lines) {
    int from = Math.max(0, lines.size() - LINES_TOLD);
    return lines.size()
        + " lines, at last:\n"
        + String.join("\n", lines.subList(from, lines.size()));
  }
}
