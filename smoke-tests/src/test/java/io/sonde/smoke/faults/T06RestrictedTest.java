package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(
    value = "T06",
    what = "nothing can be written, no home, no rights, a security manager that grants little")
class T06RestrictedTest {
  /** Of what strace tells: a file that is made or opened for writing, and what renames and such. */
  private static final Pattern WRITES =
      Pattern.compile(
          "^\\d+ +(?:open(?:at)?\\([^\"]*\"([^\"]*)\", [^)]*O_(?:CREAT|WRONLY|RDWR|TRUNC)"
              + "|(?:creat|mkdir|unlink|rename|symlink|link|chmod)(?:at2?)?\\([^\"]*\"([^\"]*)\")");

  @TempDir private Path folder;

  /** It makes a file. */
  static Mutant mutant() {
    return Mutant.named("makes-a-file")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.Startup", "run", MethodEdit.startingWith(Careless.class, "writesAFile"))
        .provenBy("itWritesNothing", "fileSystems");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount -o remount,bind,ro / && mount -t tmpfs -o ro tmpfs /tmp",
        "mount -t tmpfs -o noexec tmpfs /tmp",
        "mount -t tmpfs -o size=64k tmpfs /tmp && ! cat /dev/zero > /tmp/full 2>&-"
      })
  void fileSystems(String mount) throws Exception {
    // A checkout below /tmp would be gone, too.
    Unprivileged.assumeRuns(
        "unshare", "-m", "sh", "-c", mount + " && test -r " + AgentCommand.agentJar());
    WorkerCommand.check(
        new WorkerCommand()
            .command()
            .under("unshare", "-m", "sh", "-c", mount + " && exec \"$@\"", "sh"));
  }

  @Test
  void noHome() throws Exception {
    Unprivileged.assumeRuns("env", "-u", "HOME", "true");
    WorkerCommand.check(new WorkerCommand().command().under("env", "-u", "HOME"));
  }

  @Test
  void nobody() throws Exception {
    WorkerCommand.check(new WorkerCommand().prepare(Unprivileged.command(Worker.class)));
  }

  @Test
  void itWritesNothing() throws Exception {
    Unprivileged.assumeRuns("strace", "-f", "-o", "/dev/null", "true");
    TreeSet<String> with = written("with", new WorkerCommand().command());
    with.removeAll(written("without", new WorkerCommand().command().withoutAgent()));
    assertEquals(new TreeSet<>(), with);
  }

  private TreeSet<String> written(String name, AgentCommand command) throws IOException {
    Path log = folder.resolve(name);
    command.under("strace", "-f", "--seccomp-bpf", "-e", "trace=file", "-o", log.toString());
    try (Backend backend = Backend.start();
        AgentProcess process = command.option("-XX:-UsePerfData").backend(backend).start()) {
      WorkerCommand.work(process);
      if (name.equals("with")) {
        backend.awaitMetric("jvm.memory.used");
      }
    }
    TreeSet<String> written = new TreeSet<>();
    for (String line : Files.readAllLines(log)) {
      Matcher call = WRITES.matcher(line);
      if (call.find()) {
        written.add(call.group(1) == null ? call.group(2) : call.group(1));
      }
    }
    return written;
  }

  /**
   * JDK 24 and later have none. An agent that is granted nothing does not start, in one line; one
   * that is granted all works. The program must not notice either.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void securityManager(boolean granted) throws Exception {
    WorkerCommand worker = new WorkerCommand();
    List<Path> trusted = new ArrayList<>(worker.jars());
    if (granted) {
      trusted.add(AgentCommand.agentJar());
    }
    StringBuilder policy = new StringBuilder();
    for (Path jar : trusted) {
      policy.append(
          "grant codeBase \"file:%s\" { permission java.security.AllPermission; };\n"
              .formatted(jar));
    }
    policy.append(
        """
        grant {
          permission java.util.PropertyPermission "*", "read";
          permission java.io.FilePermission "<<ALL FILES>>", "read";
        };
        """);
    Path file = Files.writeString(folder.resolve("policy"), policy);
    AgentProcess without = restricted(worker, file).withoutAgent().start();
    try (without) {
      WorkerCommand.work(without);
    }
    AgentProcess with;
    try (Backend backend = Backend.start()) {
      with = restricted(worker, file).backend(backend).start();
      try (with) {
        WorkerCommand.work(with);
        if (granted) {
          backend.awaitSpan("SELECT dual");
          backend.awaitLog(log -> log.body().equals("one"));
          backend.awaitMetric("jvm.memory.used");
        } else {
          with.expectWarning("not started");
          with.awaitErrorLine("not started");
        }
      }
    }
    assertEquals(without.awaitExit(), with.awaitExit());
    assertEquals(without.stdout(), with.stdout());
    List<String> told = new ArrayList<>(with.stderr());
    told.removeIf(line -> line.startsWith("[sonde] ") || line.contains("Sharing is only"));
    assertEquals(without.stderr(), told);
  }

  private static AgentCommand restricted(WorkerCommand worker, Path policy) {
    return worker
        .command()
        .jdk(17)
        .option("-Djava.security.manager")
        .property("java.security.policy", "=" + policy);
  }
}
