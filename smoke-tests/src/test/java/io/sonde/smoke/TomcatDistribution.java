package io.sonde.smoke;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An Apache Tomcat as it is downloaded, unpacked, on a port of its own. */
final class TomcatDistribution {
  private static final String EXAMPLES = "webapps/examples/";

  final int port = FreePort.next();
  private final Path home;

  TomcatDistribution(String version) throws IOException {
    Path work = Path.of(System.getProperty("sonde.work.directory"));
    home = work.resolve("apache-tomcat-" + version);
    Distribution.unpack("org.apache.tomcat:tomcat:zip:" + version, work, "/webapps/docs/");
    Path configuration = home.resolve("conf/server.xml");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace("<Connector port=\"8080\"", "<Connector port=\"" + port + "\""));
  }

  /** Adds a file to the examples. */
  void example(String path, String content) throws IOException {
    Files.writeString(home.resolve(EXAMPLES + path), content);
  }

  /** What bin/catalina.sh runs. */
  AgentCommand command() {
    return new AgentCommand("org.apache.catalina.startup.Bootstrap", "start")
        .classPath(home.resolve("bin/bootstrap.jar"), home.resolve("bin/tomcat-juli.jar"))
        .property("java.util.logging.config.file", home + "/conf/logging.properties")
        .property("java.util.logging.manager", "org.apache.juli.ClassLoaderLogManager")
        .property("java.io.tmpdir", home + "/temp")
        .property("catalina.home", home.toString())
        .property("catalina.base", home.toString())
        .option("--add-opens=java.base/java.lang=ALL-UNNAMED");
  }
}
