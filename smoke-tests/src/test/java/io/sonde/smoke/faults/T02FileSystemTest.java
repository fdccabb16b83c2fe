package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.LateChoices;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(value = "T02", what = "the application chooses its file system in its main method")
class T02FileSystemTest {
  private static final String MAIN = LateChoices.class.getName().replace('.', '/');

  /** What an application may still decide on when it begins. */
  private static final List<String> TOO_EARLY =
      List.of(
          "java/nio/file/FileSystems",
          "java/util/logging/",
          "java/lang/management/",
          "javax/management/",
          "java/security/Security",
          "java/security/Provider",
          "sun/security/jca/",
          "javax/net/",
          "java/net/InetAddress",
          "java/net/Inet4Address",
          "java/net/Inet6Address",
          "java/util/concurrent/ForkJoinPool",
          "java/util/ServiceLoader",
          "java/util/TimeZone");

  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("file-system-in-premain")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.Startup",
            "run",
            MethodEdit.startingWith(Careless.class, "takesTheFileSystem"));
  }

  @Test
  void isTheApplicationsOwn() {
    List<String> without = run(new AgentCommand(LateChoices.class).withoutAgent());
    assertTrue(without.contains("own file system true"), without::toString);
    assertEquals(without, run(new AgentCommand(LateChoices.class)));
  }

  @Test
  void nothingIsInitialisedBeforeMain() throws IOException {
    TreeSet<String> early = initialised("with.log", new AgentCommand(LateChoices.class));
    TreeSet<String> golden =
        initialised("without.log", new AgentCommand(LateChoices.class).withoutAgent());
    assertTrue(early.size() > golden.size(), "the log tells nothing");
    early.removeAll(golden);
    early.removeIf(name -> TOO_EARLY.stream().noneMatch(name::startsWith));
    assertEquals(new TreeSet<>(), early);
  }

  /** What is initialised before the main class. */
  private TreeSet<String> initialised(String name, AgentCommand command) throws IOException {
    Path log = folder.resolve(name);
    run(command.option("-Xlog:class+init=info:file=" + log));
    TreeSet<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(log)) {
      int at = line.indexOf("Initializing '");
      if (at >= 0) {
        String type = line.substring(at + 14, line.indexOf('\'', at + 14));
        if (type.equals(MAIN)) {
          return names;
        }
        names.add(type);
      }
    }
    throw new AssertionError("the main class is not in the log");
  }

  static List<String> run(AgentCommand command) {
    AgentProcess process = command.start();
    try (process) {
      process.awaitLine("TLS ");
    }
    assertEquals(0, process.awaitExit());
    return process.stdout();
  }
}
