package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.FreePort;
import io.sonde.testing.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container's {@code JAVA_TOOL_OPTIONS} reaches every JVM in it. */
@FaultRow(
    value = "T04",
    what = "JAVA_TOOL_OPTIONS attaches the agent to the tools of the JDK, and to Maven")
class T04JdkToolsTest {
  /** Those that end by themselves, in an order in which each finds what it works on. */
  private static final List<String> COMMANDS =
      List.of(
          "java -version",
          "javac A.java",
          "jar -cf a.jar A.class",
          "keytool -genkeypair -alias a -keyalg EC -dname CN=a -storepass secret -keystore store",
          "keytool -list -storepass secret -keystore store",
          "jarsigner -keystore store -storepass secret a.jar a",
          "javap -cp . A",
          "jdeps a.jar",
          "jdeprscan --version",
          "javadoc --version",
          "jshell script.jsh",
          "jlink --version",
          "jmod --version",
          "jimage --version",
          "jpackage --version",
          "serialver -classpath . A",
          "jfr version",
          "jstat -options",
          "jinfo -help",
          "jmap -help",
          "jstack -help",
          "jcmd -help",
          "jcmd -l",
          "jps -l");

  /** It is another JVM that runs it. */
  private static final String SCRIPT =
      "for (Thread t : Thread.getAllStackTraces().keySet())"
          + " if (t.getName().startsWith(\"sonde-\")) System.out.println(t)\n/exit\n";

  @TempDir private Path folder;

  private record Outcome(int exit, String stdout, String stderr) {}

  /** Tools are applications like others. */
  static Mutant mutant() {
    return Mutant.named("watches-tools")
        .edit("io.sonde.agent.JdkTool", "isRunning", MethodEdit.returning(0))
        .provenBy("nothingIsLoaded");
  }

  @BeforeEach
  void prepare() throws IOException {
    for (String name : List.of("without", "with")) {
      Path work = Files.createDirectories(folder.resolve(name));
      Files.writeString(
          work.resolve("A.java"), "public class A implements java.io.Serializable {}\n");
      Files.writeString(work.resolve("script.jsh"), SCRIPT);
    }
  }

  @Test
  void tools() throws Exception {
    List<String> differences = new ArrayList<>();
    for (String command : COMMANDS) {
      String[] words = command.split(" ");
      words[0] = Jdks.chosen().resolve("bin").resolve(words[0]).toString();
      if (!Files.isExecutable(Path.of(words[0]))) {
        continue;
      }
      Outcome without = run("without", null, words);
      Outcome with = run("with", "-javaagent:" + AgentCommand.agentJar(), words);
      // These list the JVMs that there are, and a key of one's own.
      boolean lists = command.contains(" -l");
      if (without.exit != with.exit || !lists && !without.stdout.equals(with.stdout)) {
        differences.add(command + ": " + without + " but " + with);
      }
      if (with.stderr.contains("[sonde]") || with.stdout.contains("[sonde]")) {
        differences.add(command + ": " + with);
      }
    }
    assertEquals(List.of(), differences);
  }

  /** What it costs a tool: two classes. No clock could tell. */
  @Test
  void nothingIsLoaded() throws Exception {
    Path log = folder.resolve("classes.log");
    String javac = Jdks.chosen().resolve("bin/javac").toString();
    String options = "-Xlog:class+load:file=" + log + " -javaagent:" + AgentCommand.agentJar();
    assertEquals(0, run("with", options, javac, "-version").exit);
    List<String> loaded =
        Files.readAllLines(log).stream().filter(line -> line.contains(" io.sonde.")).toList();
    assertTrue(loaded.size() == 2, loaded::toString);
  }

  /** An application as any other: it does not notice. */
  @Test
  void maven() throws Exception {
    Unprivileged.assumeRuns("mvn", "-v");
    Outcome without = run("without", null, "mvn", "-v");
    Outcome with = run("with", "-javaagent:" + AgentCommand.agentJar(), "mvn", "-v");
    assertEquals(without.exit, with.exit);
    assertEquals(without.stdout, with.stdout);
    List<String> told = with.stderr.lines().filter(line -> line.startsWith("[sonde]")).toList();
    assertTrue(told.size() <= 1, told::toString);
    assertFalse(with.stderr.contains("\tat "), with::stderr);
  }

  private Outcome run(String name, String options, String... command) throws Exception {
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.resolve(name).toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JAVA_HOME", Jdks.chosen().toString());
    builder.environment().put("OTEL_EXPORTER_PROMETHEUS_PORT", "" + FreePort.next());
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
    if (options != null) {
      builder.environment().put("JAVA_TOOL_OPTIONS", options);
    }
    int exit = builder.start().waitFor();
    return new Outcome(exit, Files.readString(out), Files.readString(err));
  }
}
