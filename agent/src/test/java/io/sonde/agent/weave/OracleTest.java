package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.agent.weave.subject.Subject;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;

/** What is woven behaves as if ByteBuddy's Advice had woven it: same events, same results. */
class OracleTest {
  private static final Map<String, Map<String, byte[]>> CLASSES = new HashMap<>();

  @BeforeEach
  @AfterEach
  void reset() {
    Events.reset(false, null);
    Events.changing = true;
  }

  static Stream<AdviceShape.Mode> modes() {
    return Stream.of(AdviceShape.Mode.values());
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatJavacMakes(AdviceShape.Mode mode) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (String name : List.of("Subject", "Subject$Child")) {
      try (InputStream in = Subject.class.getResourceAsStream(name + ".class")) {
        files.put("io/sonde/agent/weave/subject/" + name, in.readAllBytes());
      }
    }
    List<String> events = compare(files, Subject.class.getName(), mode);
    assertTrue(events.size() > 1000, "events: " + events.size());
  }

  static Stream<Arguments> odd() {
    return modes()
        .flatMap(
            mode ->
                Stream.of(Opcodes.V1_7, Opcodes.V17).map(version -> Arguments.of(mode, version)));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void whatOthersMake(AdviceShape.Mode mode, int version) throws Exception {
    Map<String, byte[]> files = Map.of(OddMethods.NAME, OddMethods.classFile(version));
    compare(files, OddMethods.NAME.replace('/', '.'), mode);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatOldCompilersMade(AdviceShape.Mode mode) throws Exception {
    Map<String, byte[]> files = Map.of(OddMethods.OLD_NAME, OddMethods.oldClassFile());
    compare(files, OddMethods.OLD_NAME.replace('/', '.'), mode);
  }

  static Stream<Arguments> libraries() {
    String lang2 = "commons-lang:commons-lang:2.1";
    String lang3 = "org.apache.commons:commons-lang3:3.18.0";
    String guava = "com.google.guava:guava:33.4.8-jre";
    String kotlin = "org.jetbrains.kotlin:kotlin-stdlib:1.9.10";
    return modes()
        .flatMap(
            mode ->
                Stream.of(
                    Arguments.of(lang2, "org.apache.commons.lang.math.NumberUtils", mode),
                    Arguments.of(lang3, "org.apache.commons.lang3.BooleanUtils", mode),
                    Arguments.of(guava, "com.google.common.base.Strings", mode),
                    Arguments.of(guava, "com.google.common.math.LongMath", mode),
                    Arguments.of(guava, "com.google.common.primitives.Doubles", mode),
                    Arguments.of(kotlin, "kotlin.text.StringsKt__IndentKt", mode)));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void libraries(String library, String type, AdviceShape.Mode mode) throws Exception {
    compare(CLASSES.computeIfAbsent(library, OracleTest::read), type, mode);
  }

  private static Map<String, byte[]> read(String library) {
    Map<String, byte[]> files = new HashMap<>();
    try (ZipFile jar = new ZipFile(Libraries.file(library).toFile())) {
      jar.stream()
          .filter(each -> each.getName().endsWith(".class"))
          .forEach(each -> put(files, jar, each));
      return files;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void put(Map<String, byte[]> files, ZipFile jar, ZipEntry entry) {
    try (InputStream in = jar.getInputStream(entry)) {
      files.put(entry.getName().replace(".class", ""), in.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Weaves the class and those it is nested with. */
  private static List<String> compare(Map<String, byte[]> files, String type, AdviceShape.Mode mode)
      throws Exception {
    Map<String, byte[]> byBinaryName = new HashMap<>();
    files.forEach((name, bytes) -> byBinaryName.put(name.replace('/', '.'), bytes));
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            new ClassFileLocator.Simple(byBinaryName),
            ClassFileLocator.ForClassLoader.ofPlatformLoader());
    String top = type.replace('.', '/');
    WovenLoader ours =
        new WovenLoader(
            name ->
                files.containsKey(name) && name.startsWith(top)
                    ? Weaving.ours(files.get(name), choice(mode))
                    : files.get(name));
    WovenLoader byteBuddys =
        new WovenLoader(
            name ->
                files.containsKey(name) && name.startsWith(top)
                    ? Weaving.byteBuddys(files.get(name), choice(mode), locator)
                    : files.get(name));
    List<String> expected = Transcript.of(Class.forName(type, true, byteBuddys), true, null);
    List<String> found = Transcript.of(Class.forName(type, true, ours), true, null);
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      assertEquals(expected.get(i), found.get(i), context(expected, i));
    }
    assertEquals(expected.size(), found.size());
    return new ArrayList<>(found);
  }

  /** ByteBuddy leaves what compilers add. */
  private static Weaving.Choice choice(AdviceShape.Mode mode) {
    return (access, method) -> (access & Opcodes.ACC_SYNTHETIC) == 0 ? mode : null;
  }

  private static String context(List<String> lines, int at) {
    return String.join("\n", lines.subList(Math.max(0, at - 6), at + 1));
  }
}
