package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.agent.config.LogCapture;
import io.sonde.agent.weave.subject.Subject;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the transformer does with classes that are not for it, and with what is no class at all. */
class AdviceTransformerTest {
  private static final String DESCRIPTOR = "(Ljava/lang/String;)Ljava/lang/String;";
  private static final String NAMED = "io/sonde/agent/weave/subject/Subject";

  private final ClassLoader loader = new WovenLoader(name -> null);
  private AdviceTransformer transformer;
  private byte[] subject;

  @BeforeEach
  void create() throws Exception {
    IndexText.CallText enter = new IndexText.CallText("enter", "()V", -1);
    IndexText.RuleText rule =
        new IndexText.RuleText(
            "advice/Top", List.of(NAMED), List.of(DESCRIPTOR), List.of("retries"), enter, null);
    IndexText.UnitText unit =
        new IndexText.UnitText(
            "test", "advice/Top", false, Map.of(), List.of("no/such/Library"), List.of(rule));
    transformer = new AdviceTransformer(ByteBuddyAgent.install(), IndexText.index(unit), null);
    try (InputStream in = Subject.class.getResourceAsStream("Subject.class")) {
      subject = in.readAllBytes();
    }
  }

  private byte[] transform(String name, byte[] file) {
    return transformer.transform(loader, name, null, null, file);
  }

  @Test
  void othersAreHandedBackAsNull() throws Exception {
    byte[] odd = OddMethods.classFile(61);
    long start = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      assertNull(transform("some/Other" + i, odd));
    }
    System.out.println(
        "10,000 classes not ours: " + (System.nanoTime() - start) / 1_000_000 + " ms");
    assertEquals(0, transformer.failedClasses());
    assertEquals(0, transformer.wovenClasses());
  }

  @Test
  void brokenClassFilesAreLeft() {
    byte[] before = subject.clone();
    LogCapture warnings = new LogCapture();
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = Arrays.copyOf(subject, random.nextInt(subject.length));
      if (i % 2 == 0) {
        broken = subject.clone();
        for (int n = 0; n < 20; n++) {
          broken[10 + random.nextInt(broken.length - 10)] = (byte) random.nextInt();
        }
      }
      assertNull(transform("some/Broken", broken));
      assertNull(
          transform(
              "some/Encrypted", Arrays.copyOfRange(broken, broken.length / 2, broken.length)));
    }
    warnings.close();
    assertArrayEquals(before, subject);
  }

  @Test
  void classesOfAFutureJavaAreToldOfOnce() {
    subject[6] = 0;
    subject[7] = (byte) 170;
    try (LogCapture said = new LogCapture()) {
      for (int i = 0; i < 50; i++) {
        assertNull(transform(NAMED, subject));
        assertNull(transform("some/Other" + i, subject));
      }
      assertEquals(1, said.lines().size(), said.text());
    }
    assertEquals(0, transformer.failedClasses());
  }

  @Test
  void aLibraryThatLacksSomethingIsToldOfOnce() {
    try (LogCapture said = new LogCapture()) {
      for (int i = 0; i < 5; i++) {
        assertNull(transform(NAMED, subject));
      }
      assertEquals(1, said.lines().size(), said.text());
      assertTrue(said.text().contains("no.such.Library"), said.text());
    }
  }

  @Test
  void aLoaderThatDoesNotFindWhatIsCalledIsToldOfOnce() {
    ClassLoader hermit = new BootDelegationTest.HermitClassLoader();
    try (LogCapture said = new LogCapture()) {
      for (int i = 0; i < 5; i++) {
        assertNull(transformer.transform(hermit, NAMED, null, null, subject));
      }
      assertEquals(1, said.lines().size(), said.text());
      assertTrue(said.text().contains("HermitClassLoader are not watched"), said.text());
    }
  }
}
