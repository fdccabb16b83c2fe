package io.sonde.benchmarks.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with an application and, perhaps, an agent. What it costs is read from outside, out of
 * /proc.
 */
final class Target implements AutoCloseable {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(180);
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

  final int port;
  private final Path javaHome;
  private final Path log;
  private final Process process;
  private final long begin;

  /**
   * Starts it on two processors; {@link #awaitAnswer} waits for it.
   *
   * @param options further ones of the JVM
   */
  Target(Setting setting, Variant variant, Bench bench, String... options) throws IOException {
    port = freePort();
    javaHome = setting.javaHome();
    log = bench.work().resolve(variant.id + ".log");
    if (setting.application() == Application.TOMCAT) {
      Tomcat.unpack(bench.jars());
      Tomcat.port(bench.jars(), port);
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("taskset", "-c", "0,1", javaHome.resolve("bin/java").toString()));
    command.addAll(List.of(options));
    command.add("-Xmx" + setting.heapMegabytes() + "m");
    command.addAll(variant.options(bench.jars(), bench.sink().port()));
    command.addAll(setting.application().program(bench.jars()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(setting.application().environment(port, bench.redisPort()));
    builder.directory(bench.work().toFile());
    builder.redirectError(log.toFile());
    // Lines of the log, one for each request: their way into a file is not what is measured.
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    begin = System.nanoTime();
    process = builder.start();
  }

  /** The seconds from the start of the process to the first answer to a request. */
  double awaitAnswer(String path) throws IOException, InterruptedException {
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(DEADLINE_NANOS));
        String request =
            "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String status =
            new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        if (!status.endsWith(" 200")) {
          throw new IOException(path + " answered '" + status + "'; see " + log);
        }
        return (System.nanoTime() - begin) / 1e9;
      } catch (java.net.ConnectException nobodyListens) {
        if (!process.isAlive() || System.nanoTime() - begin > DEADLINE_NANOS) {
          throw new IOException("the application does not come up; see " + log, nobodyListens);
        }
        Thread.sleep(4);
      }
    }
  }

  /** Keeps all its threads on the first processor from here on. */
  void pin() throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("taskset", "-a", "-c", "-p", "0", "" + pid())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("taskset failed");
    }
  }

  long pid() {
    return process.pid();
  }

  /** Processor time of all its threads so far, in seconds, in steps of 10 ms. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS");
  }

  /** The JVM's own counters, out of its shared memory: nothing runs or loads in it for that. */
  Map<String, Long> counters() throws IOException, InterruptedException {
    Map<String, Long> counters = new HashMap<>();
    for (String line : jcmd("PerfCounter.print").split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.substring(equals + 1).matches("-?[0-9]+")) {
        counters.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
      }
    }
    return counters;
  }

  void collectGarbage() throws IOException, InterruptedException {
    jcmd("GC.run");
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(javaHome.resolve("bin/jcmd").toString(), "" + pid(), command).start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd " + command + " failed: " + output);
    }
    return output;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
