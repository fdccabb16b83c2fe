package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sonde.agent.weave.subject.Subject;
import io.sonde.instrumentation.advice.NamePlaces;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** The scan finds descriptors and survives what is no class file; the renaming renames all. */
class ConstantPoolTest {
  private static final String DESCRIPTOR = "(Ljava/lang/String;)Ljava/lang/String;";
  private static final String NAME = "io/sonde/agent/weave/subject/Subject";
  private byte[] file;

  @BeforeEach
  void read() throws Exception {
    try (InputStream in = Subject.class.getResourceAsStream("Subject.class")) {
      file = in.readAllBytes();
    }
  }

  private static ConstantPoolScan scan(String descriptor) {
    IndexText.CallText enter =
        new IndexText.CallText("enter", "(Ljava/lang/Object;)V", -1, IndexText.THIS);
    IndexText.RuleText rule =
        new IndexText.RuleText(
            "advice/Top", List.of(), List.of(descriptor), List.of("<init>"), enter, null);
    IndexText.UnitText unit =
        new IndexText.UnitText("test", "none", true, Map.of(), List.of(), List.of(rule));
    return new ConstantPoolScan(List.of(IndexText.unit(unit).rules));
  }

  @Test
  void aDescriptorIsFound() {
    assertEquals(1, scan(DESCRIPTOR).find(file).length);
    assertNull(scan("(Lno/such/Type;)V").find(file));
  }

  @Test
  void aTruncatedClassFileHasNoRules() {
    for (int length = 0; length < 3_000; length++) {
      scan("(Lno/such/Type;)V").find(Arrays.copyOf(file, length));
    }
    assertNull(scan(DESCRIPTOR).find(Arrays.copyOf(file, 30)));
  }

  /** Before a constructor calls another there is no object to pass. */
  @Test
  void aConstructorHasNoReceiverYet() throws Exception {
    byte[] woven = ClassWeaver.weave(file, scan(DESCRIPTOR).find(file));
    new WovenLoader(name -> name.equals(NAME) ? woven : null)
        .loadClass(NAME.replace('/', '.'))
        .getDeclaredMethods();
  }

  @Test
  void aNameIsReplacedWhereverItStands() throws Exception {
    byte[] renamed = renamed(file, NAME, "other/Sonde$Name");
    assertEquals("other/Sonde$Name", new ClassReader(renamed).getClassName());
    assertFalse(new String(renamed, StandardCharsets.ISO_8859_1).contains(NAME));
    assertArrayEquals(file, renamed(renamed, "other/Sonde$Name", NAME));
  }

  /** A descriptor has it twice. */
  private static byte[] renamed(byte[] file, String from, String to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NamePlaces.write(file, from, new DataOutputStream(bytes));
    byte[] places = Arrays.copyOfRange(bytes.toByteArray(), 2, bytes.size());
    return ClassRename.rename(file, places, from.length(), to);
  }
}
