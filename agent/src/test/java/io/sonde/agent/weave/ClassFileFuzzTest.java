package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.sonde.agent.weave.subject.Subject;
import io.sonde.bootstrap.AgentLog;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

/**
 * Whatever is handed to the transformer in place of a class file that it would weave: it comes
 * back, woven or as null, and is not changed.
 */
class ClassFileFuzzTest {
  private static final String NAMED = "io/sonde/agent/weave/subject/Subject";

  @Test
  void anyBytes() throws Exception {
    IndexText.CallText call = new IndexText.CallText("enter", "()V", -1);
    IndexText.RuleText rule =
        new IndexText.RuleText(
            "advice/Top",
            List.of(NAMED),
            List.of("(Ljava/lang/String;)Ljava/lang/String;"),
            List.of("retries"),
            call,
            call);
    IndexText.UnitText unit =
        new IndexText.UnitText("test", "advice/Top", true, Map.of(), List.of(), List.of(rule));
    AdviceTransformer transformer =
        new AdviceTransformer(ByteBuddyAgent.install(), IndexText.index(unit), null);
    byte[] subject;
    try (InputStream in = Subject.class.getResourceAsStream("Subject.class")) {
      subject = in.readAllBytes();
    }
    Random random = new Random(11);
    int inputs = Integer.getInteger("sonde.fuzz", 20_000);
    AgentLog.level(AgentLog.NONE); // many inputs would be a line, and a line is a thread
    try {
      for (int i = 0; i < inputs; i++) {
        byte[] file = broken(subject, random);
        byte[] before = file.clone();
        // The boot loader: nothing is looked up of the library, and all of the weaving is done.
        transformer.transform(null, NAMED, null, null, file);
        assertArrayEquals(before, file);
      }
    } finally {
      AgentLog.level(AgentLog.INFO);
    }
  }

  private static byte[] broken(byte[] subject, Random random) {
    byte[] file =
        random.nextInt(4) == 0
            ? Arrays.copyOf(subject, random.nextInt(subject.length))
            : subject.clone();
    for (int n = random.nextInt(6); n > 0 && file.length > 10; n--) {
      int at = 8 + random.nextInt(file.length - 8);
      file[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (file[at] ^ 1 << n);
    }
    return file;
  }
}
