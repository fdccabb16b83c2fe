package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.JdbcProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.JdbcSuite;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent beside an AOT cache and an AppCDS archive. Out of an AOT cache, the program and the
 * driver are loaded before the agent can see them load.
 */
@FaultRow(
    value = "T25",
    what = "the JVM starts from an AOT cache or an AppCDS archive, and makes one")
class T25StartupCacheTest {
  private static final String H2 = "com.h2database:h2:2.3.232";
  private static final Map<String, Object> PLACE =
      Map.of("db.system.name", "h2database", "db.namespace", "shop");

  @TempDir private Path folder;
  private Path jar;

  /** It weaves while the JVM records. */
  static Mutant mutant() {
    return Mutant.named("weaves-while-recording")
        .edit("io.sonde.agent.CacheRecording", "isRunning", MethodEdit.returning(0))
        .provenBy("aotCache");
  }

  /** Classes of a folder are never in a cache. */
  @BeforeEach
  void packProgram() throws IOException {
    jar = folder.resolve("program.jar");
    String file = JdbcProgram.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(file));
      entries.write(JdbcProgram.class.getClassLoader().getResourceAsStream(file).readAllBytes());
    }
  }

  private AgentCommand program(int jdk, String... options) {
    String[] program = {JdbcProgram.class.getName(), "jdbc:h2:mem:shop", "sa", "", "raw"};
    AgentCommand command =
        new AgentCommand(program).jdk(jdk).classPath(jar).classPath(Libraries.resolve(H2));
    for (String option : options) {
      command.option(option);
    }
    return command;
  }

  /** The standard error. */
  private static String record(AgentCommand command) {
    AgentProcess process = command.start();
    try (process) {
      process.awaitLine("done");
      process.send("end");
      assertEquals(0, process.awaitExit());
    }
    return String.join("\n", process.stderr());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aotCache(boolean onBootClassPath) {
    String boot = onBootClassPath ? "-Xbootclasspath/a:" + AgentCommand.agentJar() : "-Dboot=no";
    Path cache = folder.resolve("program.aot");
    String stderr = record(program(25, boot, "-XX:AOTCacheOutput=" + cache));
    assertTrue(stderr.contains("watches nothing while the JVM records"), stderr);
    // A cache that does not fit would end the JVM.
    JdbcSuite.run(program(25, boot, "-XX:AOTMode=on", "-XX:AOTCache=" + cache), PLACE, null);
  }

  /** JDK 17 refuses to record with an agent. */
  @Test
  void appCds() {
    String boot = "-Xbootclasspath/a:" + AgentCommand.agentJar();
    Path archive = folder.resolve("program.jsa");
    record(program(17, boot, "-XX:ArchiveClassesAtExit=" + archive).withoutAgent());
    Path log = folder.resolve("classes.log");
    String[] options = {boot, "-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log};
    JdbcSuite.run(program(17, options), PLACE, null);
    // A class that the agent does not weave.
    assertTrue(fromArchive(log, "org.h2.engine.Database"));
  }

  private static boolean fromArchive(Path log, String type) {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.stream().anyMatch(line -> line.contains(type + " source: shared objects file"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
