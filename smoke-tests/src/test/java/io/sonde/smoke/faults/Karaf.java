package io.sonde.smoke.faults;

import io.sonde.smoke.Distribution;
import io.sonde.testing.AgentCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Apache Karaf as it is downloaded, without a console; started as bin/karaf does. */
final class Karaf {
  private static final String VERSION = "4.4.8";

  private final Path home;

  Karaf(Path folder) throws IOException {
    Distribution.unpack("org.apache.karaf:apache-karaf-minimal:zip:" + VERSION, folder, "/demos/");
    home = folder.resolve("apache-karaf-minimal-" + VERSION);
    Files.createDirectories(home.resolve("data/tmp"));
    Files.createDirectories(home.resolve("data/log"));
  }

  void deploy(List<Path> bundles) throws IOException {
    for (Path bundle : bundles) {
      Files.copy(bundle, home.resolve("deploy").resolve(bundle.getFileName()));
    }
  }

  AgentCommand command() throws IOException {
    AgentCommand command = new AgentCommand("org.apache.karaf.main.Main");
    for (String folder : List.of("lib/boot", "lib/jdk9plus")) {
      try (Stream<Path> jars = Files.list(home.resolve(folder))) {
        command.classPath(jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList());
      }
    }
    String specs = home + "/lib/endorsed/org.apache.karaf.specs.";
    return command
        .option("--add-reads=java.xml=java.logging")
        .option("--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED")
        .option("--patch-module=java.base=" + specs + "locator-" + VERSION + ".jar")
        .option("--patch-module=java.xml=" + specs + "java.xml-" + VERSION + ".jar")
        .option("--add-opens=java.base/java.security=ALL-UNNAMED")
        .option("--add-opens=java.base/java.net=ALL-UNNAMED")
        .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .option("--add-opens=java.base/java.util=ALL-UNNAMED")
        .option("--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED")
        .option("--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED")
        .option("--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED")
        .option("--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED")
        .property("karaf.instances", home + "/instances")
        .property("karaf.home", home.toString())
        .property("karaf.base", home.toString())
        .property("karaf.data", home + "/data")
        .property("karaf.etc", home + "/etc")
        .property("karaf.log", home + "/data/log")
        .property("java.io.tmpdir", home + "/data/tmp")
        .property("java.util.logging.config.file", home + "/etc/java.util.logging.properties")
        .property("karaf.startLocalConsole", "false")
        .property("karaf.startRemoteShell", "false")
        .directory(home);
  }
}
