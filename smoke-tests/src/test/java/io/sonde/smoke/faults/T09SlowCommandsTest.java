package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No clock: what is never called cannot be slow. */
@FaultRow(value = "T09", what = "commands that tell the name of the host take a minute")
class T09SlowCommandsTest {
  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("asks-hostname")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.config.HostFiles",
            "hostName",
            MethodEdit.startingWith(Careless.class, "startsAProcess"));
  }

  @Test
  void areNotCalled() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path called = folder.resolve("called");
    for (String name : List.of("hostname", "uname", "sh", "cat", "id", "ps", "getconf", "docker")) {
      Path script = bin.resolve(name);
      Files.writeString(script, "#!/bin/sh\necho $0 >> " + called + "\nexec /bin/sleep 60\n");
      script.toFile().setExecutable(true);
    }
    String path = bin + File.pathSeparator + System.getenv("PATH");
    try (Backend backend = Backend.start()) {
      AgentProcess process =
          new AgentCommand(Hello.class)
              .backend(backend)
              .environment("PATH", path)
              .environment("HOSTNAME", "")
              .start();
      try (process) {
        backend.awaitMetric("jvm.memory.used");
      }
      assertEquals(0, process.awaitExit());
    }
    assertEquals("", Files.exists(called) ? Files.readString(called) : "");
  }
}
