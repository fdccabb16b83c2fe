package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.ClassShapes;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Libraries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Faults B5 to B7. */
@FaultRow(
    value = "T15",
    what = "reflection and serialization look at every class of libraries that are woven")
class T15ClassShapeTest {
  private static final int MIN_CLASSES = 5_000;
  private static final int MIN_WOVEN = 30;

  /** Each class that is woven gets a field. */
  static Mutant mutant() {
    return Mutant.named("classes-get-fields")
        .adding(Shaper.class)
        .edit(
            "io.sonde.shaded.asm.ClassReader",
            "accept",
            MethodEdit.startingWithArgument(Shaper.class, "addField"));
  }

  /** Goes into the mutant. */
  public static final class Shaper {
    private static final AtomicInteger FIELDS = new AtomicInteger();

    private Shaper() {}

    /**
     * @param visitor the agent's own, relocated {@code ClassVisitor}
     */
    public static void addField(Object visitor) throws ReflectiveOperationException {
      if (visitor.getClass().getName().endsWith(".ClassWeaver")) {
        Class.forName("io.sonde.shaded.asm.ClassVisitor")
            .getMethod(
                "visitField", int.class, String.class, String.class, String.class, Object.class)
            .invoke(visitor, 0, "field".concat(FIELDS.toString()), "I", null, null);
        FIELDS.incrementAndGet();
      }
    }
  }

  @Test
  void isAsItWas() {
    AgentCommand command = command().environment("OTEL_JAVAAGENT_DEBUG", "true");
    try (AgentProcess golden = command().withoutAgent().start();
        AgentProcess watched = command.start()) {
      for (AgentProcess process : List.of(golden, watched)) {
        Await.until(
            "all classes",
            Duration.ofMinutes(5),
            process::stdout,
            lines -> lines.stream().anyMatch(line -> line.startsWith("classes ")));
      }
      int classes = Integer.parseInt(golden.awaitLine("classes "));
      assertTrue(classes >= MIN_CLASSES, "only " + classes + " classes");
      String ofGolden = golden.awaitLine("object ");
      String ofWatched = watched.awaitLine("object ");
      assertEquals("", without(shapes(golden), shapes(watched)), "not with the agent");
      assertEquals("", without(shapes(watched), shapes(golden)), "only with the agent");
      golden.send(ofWatched);
      watched.send(ofGolden);
      assertEquals(golden.awaitLine("read "), watched.awaitLine("read "));
      long woven = watched.agentLines().stream().filter(line -> line.contains("woven: ")).count();
      assertTrue(woven >= MIN_WOVEN, "only " + woven + " classes are woven");
    }
  }

  private static String without(List<String> some, List<String> others) {
    Set<String> left = new LinkedHashSet<>(some);
    left.removeAll(new HashSet<>(others));
    return String.join("\n", left);
  }

  private static List<String> shapes(AgentProcess process) {
    return process.stdout().stream().filter(line -> line.startsWith("shape ")).toList();
  }

  private static AgentCommand command() {
    List<Path> libraries = new ArrayList<>(FaultRun.classPath());
    libraries.addAll(
        Libraries.resolve("com.zaxxer:HikariCP:5.1.0", "io.lettuce:lettuce-core:6.6.0.RELEASE"));
    return new AgentCommand(ClassShapes.class).classPath(libraries);
  }
}
