package io.sonde.smoke.faults;

import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program with a database and a logger, which any user may run: its jars are where all read. */
final class WorkerCommand {
  private final List<Path> classPath = new ArrayList<>();
  private final String quiet;

  WorkerCommand() throws IOException {
    Path folder =
        Files.createDirectories(
            Path.of(System.getProperty("sonde.work.directory")).toAbsolutePath().resolve("worker"));
    for (Path jar :
        Libraries.resolve("ch.qos.logback:logback-classic:1.5.18", "com.h2database:h2:2.3.232")) {
      Path copy = folder.resolve(jar.getFileName());
      if (!Files.exists(copy)) {
        Files.copy(jar, copy);
      }
      classPath.add(copy);
    }
    quiet =
        Files.writeString(
                folder.resolve("logback.xml"),
                "<configuration><root level=\"INFO\"/></configuration>")
            .toString();
  }

  List<Path> jars() {
    return classPath;
  }

  /** {@link Worker}, perhaps as another user. */
  AgentCommand prepare(AgentCommand command) {
    return command.classPath(classPath).property("logback.configurationFile", quiet);
  }

  AgentCommand command() {
    return prepare(new AgentCommand(Worker.class));
  }

  /** Asserts that the program works, that it is watched, and that it ends as it should. */
  static void check(AgentCommand command) {
    try (Backend backend = Backend.start();
        AgentProcess process = command.backend(backend).start()) {
      work(process);
      backend.awaitSpan("SELECT dual");
      backend.awaitLog(log -> log.body().equals("one"));
      backend.awaitMetric("jvm.memory.used");
    }
  }

  static void work(AgentProcess process) {
    process.awaitLine("ready");
    process.send("query");
    process.awaitLine("queried 1");
    process.send("one");
    process.awaitLine("logged one");
  }
}
