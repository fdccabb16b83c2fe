package io.sonde.agent.weave;

import java.io.File;
import java.io.IOException;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Which class the {@code java} launcher was told to start. */
final class LaunchedClass {
  private LaunchedClass() {}

  /** Its binary name; null when there is none to be found, as in a JVM inside another program. */
  static String name() throws IOException {
    String command = System.getProperty("sun.java.command");
    if (command == null) {
      return null;
    }
    // With -jar the class path is that jar, and behind it this agent's.
    String path = System.getProperty("java.class.path", "");
    int end = path.indexOf(File.pathSeparatorChar);
    String jar = end < 0 ? path : path.substring(0, end);
    if (!jar.isEmpty() && (command + ' ').startsWith(jar + ' ')) {
      return ofManifest(new File(jar));
    }
    int space = command.indexOf(' ');
    String first = space < 0 ? command : command.substring(0, space);
    return first.substring(first.indexOf('/') + 1);
  }

  private static String ofManifest(File file) throws IOException {
    try (JarFile jar = new JarFile(file, false)) {
      Manifest manifest = jar.getManifest();
      return manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
    }
  }
}
