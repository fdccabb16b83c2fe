package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.agent.weave.subject.Exploding;
import io.sonde.agent.weave.subject.Greeter;
import io.sonde.bootstrap.Failures;
import io.sonde.testing.Await;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

/** An advice that fails is counted, and after a few times its classes are woven back. */
class SwitchOffTest {
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  private AdviceTransformer transformer;

  @AfterEach
  void remove() throws Exception {
    INSTRUMENTATION.removeTransformer(transformer);
    INSTRUMENTATION.retransformClasses(Greeter.class);
  }

  @Test
  void whatKeepsFailingIsWovenBack() throws Exception {
    AdviceIndex index = IndexText.index(exploding());
    transformer = new AdviceTransformer(INSTRUMENTATION, index, null);
    Failures.install(index.size(), transformer);
    INSTRUMENTATION.addTransformer(transformer, true);
    Greeter greeter = new Greeter();
    long before = Failures.total();

    transformer.retransformLoaded();
    for (int i = 1; i <= 4; i++) {
      assertEquals("hello", greeter.greet());
      assertEquals(before + i, Failures.total());
    }

    Await.until(
        "woven back",
        () -> {
          long total = Failures.total();
          assertEquals("hello", greeter.greet());
          return Failures.total() == total;
        });
    assertTrue(Failures.total() >= before + 5);
  }

  private static IndexText.UnitText exploding() throws Exception {
    String name = Type.getInternalName(Exploding.class);
    try (InputStream in = Exploding.class.getResourceAsStream("Exploding.class")) {
      return new IndexText.UnitText(
          "exploding",
          name,
          false,
          Map.of(name, in.readAllBytes()),
          List.of(),
          List.of(
              new IndexText.RuleText(
                  name,
                  List.of(Type.getInternalName(Greeter.class)),
                  List.of(),
                  List.of("greet"),
                  new IndexText.CallText("enter", "()V", -1),
                  null)));
    }
  }
}
