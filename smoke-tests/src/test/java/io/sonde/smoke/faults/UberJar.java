package io.sonde.smoke.faults;

import io.sonde.testing.AgentCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The jar of an application, into which a build has put the agent's as if it were a library. */
final class UberJar {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private UberJar() {}

  /**
   * @param manifest whether it has one, with the agent's class in it
   */
  static Path write(Path target, Class<?> main, boolean manifest) throws IOException {
    try (ZipFile agent = new ZipFile(AgentCommand.agentJar().toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
      if (manifest) {
        out.putNextEntry(new ZipEntry(MANIFEST));
        String text =
            "Manifest-Version: 1.0\nMain-Class: %s\nImplementation-Title: shop\n"
                + "Implementation-Version: 1.0\nPremain-Class: io.sonde.agent.SondeAgent\n\n";
        out.write(text.formatted(main.getName()).getBytes());
      }
      for (Enumeration<? extends ZipEntry> e = agent.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        if (!entry.getName().equals(MANIFEST)) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          agent.getInputStream(entry).transferTo(out);
        }
      }
      String file = main.getName().replace('.', '/') + ".class";
      out.putNextEntry(new ZipEntry(file));
      main.getClassLoader().getResourceAsStream(file).transferTo(out);
    }
    return target;
  }
}
