package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.Redeployments;
import io.sonde.smoke.programs.faults.WarServlet;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(
    value = "T23",
    what = "a WAR with JDBC, Redis and Logback inside is deployed again and again")
class T23RedeployTest {
  private static final int TIMES = Integer.getInteger("sonde.faults.redeployments", 12);

  /** KiB that metaspace may grow by from the first third to the end. */
  private static final long MAX_GROWTH = 1024;

  @TempDir Path folder;

  /** The weaver's memory holds the loaders that it has seen. */
  static Mutant mutant() {
    return Mutant.named("loaders-held")
        .adding(Holder.class)
        .edit(
            "io.sonde.agent.weave.AdviceTransformer",
            "state",
            MethodEdit.startingWithArgument(Holder.class, "hold"));
  }

  /** Goes into the mutant. */
  public static final class Holder {
    private static final java.util.Set<Object> HELD =
        java.util.concurrent.ConcurrentHashMap.newKeySet();

    private Holder() {}

    public static void hold(Object loader) {
      HELD.add(loader);
    }
  }

  @Test
  void itsLoadersAreCollected() throws Exception {
    war();
    try (Backend backend = Backend.start();
        AgentProcess golden = command().withoutAgent().start();
        AgentProcess watched = command().backend(backend).start()) {
      String leaked = last(golden, "loaders ");
      assertEquals(leaked, last(watched, "loaders "));
      long growth = number(watched, "late ") - number(watched, "early ");
      assertTrue(growth <= MAX_GROWTH, "metaspace has grown by " + growth + " KiB");
      // It was watched, the last one as the first.
      backend.awaitSpans(5 * TIMES, ReceivedSpan::isServer);
      backend.awaitSpans(5 * TIMES, span -> span.name().equals("SELECT"));
      backend.awaitLog(log -> log.body().equals("row 1, Redis is away"));
    }
  }

  private AgentCommand command() {
    return new AgentCommand(Redeployments.class, folder.toString(), String.valueOf(TIMES))
        .classPath(Libraries.resolve("org.apache.tomcat.embed:tomcat-embed-core:10.1.44"))
        .option("-XX:MaxMetaspaceSize=128m");
  }

  private void war() throws Exception {
    Path libraries = Files.createDirectories(folder.resolve("WEB-INF/lib"));
    for (Path jar : FaultRun.classPath()) {
      if (!jar.getFileName().toString().startsWith("tomcat")) {
        Files.copy(jar, libraries.resolve(jar.getFileName()));
      }
    }
    String entry = WarServlet.class.getName().replace('.', '/') + ".class";
    Path target = folder.resolve("WEB-INF/classes").resolve(entry);
    Files.createDirectories(target.getParent());
    try (InputStream in = WarServlet.class.getClassLoader().getResourceAsStream(entry)) {
      Files.copy(in, target);
    }
  }

  private static long number(AgentProcess process, String prefix) {
    return Long.parseLong(process.awaitLine(prefix));
  }

  private static String last(AgentProcess process, String prefix) {
    return Await.until(
            "the redeployments",
            Duration.ofMinutes(10),
            process::stdout,
            lines -> !process.isAlive() || lines.stream().anyMatch(line -> line.startsWith(prefix)))
        .stream()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> new AssertionError("it ended: " + process.stderr()));
  }
}
