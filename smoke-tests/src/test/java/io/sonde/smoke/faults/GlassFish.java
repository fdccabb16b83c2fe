package io.sonde.smoke.faults;

import io.sonde.smoke.Distribution;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.FreePort;
import io.sonde.testing.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Eclipse GlassFish as it is downloaded, on ports of its own. */
final class GlassFish {
  private static final List<Integer> PORTS =
      List.of(8080, 8181, 4848, 8686, 3700, 3820, 3920, 7676, 6666);

  private final Path home;

  GlassFish(Path folder) throws IOException {
    Distribution.unpack(
        "org.glassfish.main.distributions:glassfish:zip:7.0.21", folder, "/javadb/");
    home = folder.resolve("glassfish7/glassfish");
    Path configuration = home.resolve("domains/domain1/config/domain.xml");
    String text = Files.readString(configuration);
    for (int each : PORTS) {
      int free = FreePort.next();
      text = text.replace("\"" + each + "\"", "\"" + free + "\"");
      text = text.replace("port=" + each + "<", "port=" + free + "<");
    }
    Files.writeString(configuration, text);
  }

  /** Adds bundles to those that it installs as they are. */
  void install(List<Path> bundles) throws IOException {
    for (Path bundle : bundles) {
      Files.copy(bundle, home.resolve("modules/autostart").resolve(bundle.getFileName()));
    }
  }

  /** What its launcher would run. */
  AgentCommand command() throws IOException {
    // GlassFish 7 knows no Java after 24: its OSGi framework starts nothing there.
    Path jdk = Jdks.find(17).orElseGet(() -> Assumptions.abort("no JDK 17 is installed"));
    ProcessBuilder launcher =
        new ProcessBuilder(
                jdk.resolve("bin/java").toString(),
                "-jar",
                home.resolve("lib/client/appserver-cli.jar").toString(),
                "start-domain",
                "--dry-run",
                "domain1")
            .redirectErrorStream(true);
    launcher.environment().put("AS_JAVA", jdk.toString());
    Process process = launcher.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = told.lines().map(String::strip).toList();
    int jars = lines.indexOf("-cp");
    int main = lines.indexOf("com.sun.enterprise.glassfish.bootstrap.GlassFishMain");
    if (jars < 0 || main < 0) {
      throw new AssertionError(told);
    }
    int end = lines.subList(main, lines.size()).indexOf("");
    AgentCommand command =
        new AgentCommand(lines.subList(main, main + end).toArray(new String[0]))
            .jdk(jdk)
            .classPath(Path.of(lines.get(jars + 1)));
    lines.subList(jars + 2, main).forEach(command::option);
    return command;
  }
}
