package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sonde.bootstrap.Failures;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** A loader that finds nothing but Java's own comes to find what woven code calls. */
class BootDelegationTest {
  private static final String HERMIT = HermitClassLoader.class.getName().replace('.', '/');

  /** Its method begins with a frame, as a loop does. */
  public static class HermitClassLoader extends ClassLoader {
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      do {
        if (name.startsWith("java.")) {
          return super.loadClass(name, resolve);
        }
        name = name.startsWith("alias.") ? name.substring(6) : null;
      } while (name != null);
      throw new ClassNotFoundException();
    }
  }

  @Test
  void findsWhatWovenCodeCalls() throws Exception {
    String called = Failures.class.getName();
    assertThrows(ClassNotFoundException.class, () -> new HermitClassLoader().loadClass(called));

    byte[] woven = BootDelegation.weave(classFile(HERMIT));
    Class<?> type =
        new WovenLoader(name -> name.equals(HERMIT) ? woven : null)
            .loadClass(HermitClassLoader.class.getName());
    ClassLoader loader = (ClassLoader) type.getDeclaredConstructor().newInstance();
    assertSame(Failures.class, loader.loadClass(called));
    assertSame(String.class, loader.loadClass("alias.java.lang.String"));
    assertThrows(
        ClassNotFoundException.class,
        () -> loader.loadClass("io.sonde.agent.weave.BootDelegation"));
    assertThrows(
        ClassNotFoundException.class, () -> loader.loadClass("io.sonde.bootstrap.NoSuchClass"));
  }

  @Test
  void othersAreLeft() throws IOException {
    assertNull(BootDelegation.weave(classFile("java/net/URLClassLoader")));
    assertEquals(true, BootDelegation.isFor(HERMIT));
    assertEquals(false, BootDelegation.isFor("java/util/ServiceLoader"));
  }

  private static byte[] classFile(String name) throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
      return in.readAllBytes();
    }
  }
}
