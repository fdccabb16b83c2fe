package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.Backend;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(value = "T20", what = "the agent's jar is replaced, overwritten or deleted under load")
class T20AgentFileTest {
  @TempDir private Path folder;

  /** What an advice throws reaches the application. */
  static Mutant mutant() {
    return Mutant.named("handlers-rethrow-without-jar")
        .adding(Chaos.class)
        .edit(
            "io.sonde.bootstrap.Failures",
            "caught",
            MethodEdit.startingWith(Chaos.class, "always"));
  }

  /**
   * Overwritten from behind the first classes to before the directory, which the JVM has mapped: a
   * file that becomes shorter ends a JVM, whoever mapped it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"replaced", "overwritten", "deleted"})
  void nothingIsAnsweredOtherwise(String how) throws Exception {
    Path jar = Files.copy(AgentCommand.agentJar(), folder.resolve("agent.jar"));
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                command -> command.withoutAgent().option("-javaagent:" + jar).backend(backend))) {
      run.watched().expectWarning("");
      backend.awaitMetric("jvm.memory.used");
      switch (how) {
        case "replaced" -> {
          Path other = UberJar.write(folder.resolve("new.jar"), Load.class, true);
          Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        case "overwritten" -> overwrite(jar);
        default -> Files.delete(jar);
      }
      run.load();
      List<String> stacks =
          run.watched().stderr().stream()
              .filter(line -> line.startsWith("\tat io.sonde."))
              .toList();
      assertEquals(List.of(), stacks.stream().filter(l -> !l.contains(".smoke.")).toList());
    }
  }

  private static void overwrite(Path jar) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
      byte[] garbage = new byte[(int) (file.length() * 8 / 10)];
      new Random(1).nextBytes(garbage);
      file.seek(file.length() / 10);
      file.write(garbage);
    }
  }
}
