package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.agent.weave.subject.Subject;
import io.sonde.bootstrap.Failures;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;

/** Advice that always throws changes nothing for the body, and is told of (fault T50). */
class FailingAdviceTest {
  @AfterEach
  void reset() {
    Events.reset(false, null);
    Failures.install(0, null);
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("advice"),
        new AssertionError("advice"),
        new StackOverflowError("advice"),
        new NoSuchMethodError("advice"),
        new java.io.IOException("advice"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theBodyBehavesAsEver(Throwable failure) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (String name : List.of("Subject", "Subject$Child")) {
      try (InputStream in = Subject.class.getResourceAsStream(name + ".class")) {
        files.put("io/sonde/agent/weave/subject/" + name, in.readAllBytes());
      }
    }
    check(files, Subject.class.getName(), failure);
    check(
        Map.of(OddMethods.NAME, OddMethods.classFile(Opcodes.V17)),
        OddMethods.NAME.replace('/', '.'),
        failure);
    check(
        Map.of(OddMethods.OLD_NAME, OddMethods.oldClassFile()),
        OddMethods.OLD_NAME.replace('/', '.'),
        failure);
  }

  private static void check(Map<String, byte[]> files, String type, Throwable failure)
      throws Exception {
    List<String> expected =
        Transcript.of(Class.forName(type, true, new WovenLoader(files::get)), false, null);
    for (AdviceShape.Mode mode : AdviceShape.Mode.values()) {
      Set<Integer> told = new HashSet<>();
      Set<Throwable> thrown = new HashSet<>();
      Failures.install(
          1000,
          (advice, caught, total) -> {
            told.add(advice);
            thrown.add(caught);
          });
      long before = Failures.total();
      WovenLoader loader =
          new WovenLoader(
              name ->
                  files.containsKey(name)
                      ? Weaving.ours(files.get(name), (access, method) -> mode)
                      : null);
      List<String> found = Transcript.of(Class.forName(type, true, loader), false, failure);
      assertEquals(expected, found, mode.name());
      assertEquals(Events.enters + Events.exits, Failures.total() - before, mode.name());
      assertEquals(Set.of(failure), thrown);
      assertTrue(told.size() > 1, "all shapes fail under their own number: " + told);
    }
  }
}
