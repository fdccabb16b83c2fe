package io.sonde.smoke.faults;

import io.sonde.smoke.Distribution;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.nio.file.Path;

/** WildFly's servlet distribution as it is downloaded; started as bin/standalone.sh does. */
final class WildFly {
  private static final String VERSION = "26.1.1.Final";

  final int port = FreePort.next();
  private final Path home;

  WildFly(Path folder) throws IOException {
    Distribution.unpack("org.wildfly:wildfly-servlet-dist:zip:" + VERSION, folder, "/docs/");
    home = folder.resolve("wildfly-servlet-" + VERSION);
  }

  /** The folder where it looks for what it is to deploy. */
  Path applications() {
    return home.resolve("standalone/deployments");
  }

  AgentCommand command() {
    return new AgentCommand(
            "-jar",
            home.resolve("jboss-modules.jar").toString(),
            "-mp",
            home.resolve("modules").toString(),
            "org.jboss.as.standalone",
            "-Djboss.home.dir=" + home,
            "-Djboss.server.base.dir=" + home + "/standalone",
            "-Djboss.http.port=" + port,
            "-Djboss.https.port=" + FreePort.next(),
            "-Djboss.management.http.port=" + FreePort.next(),
            "-Djboss.management.https.port=" + FreePort.next(),
            "-b",
            "127.0.0.1")
        // WildFly 26 starts on no Java that cannot have a security manager.
        .jdk(17)
        .option("-Xmx300m")
        .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .option("--add-opens=java.base/java.lang.invoke=ALL-UNNAMED")
        .option("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED")
        .option("--add-opens=java.base/java.io=ALL-UNNAMED")
        .option("--add-opens=java.base/java.security=ALL-UNNAMED")
        .option("--add-opens=java.base/java.util=ALL-UNNAMED")
        .option("--add-opens=java.base/java.util.concurrent=ALL-UNNAMED")
        .option("--add-opens=java.management/javax.management=ALL-UNNAMED")
        .option("--add-opens=java.naming/javax.naming=ALL-UNNAMED")
        .option("--add-exports=java.desktop/sun.awt=ALL-UNNAMED")
        .property("java.awt.headless", "true")
        .property("jboss.modules.system.pkgs", "org.jboss.byteman")
        .property("org.jboss.boot.log.file", home + "/standalone/log/server.log")
        .property(
            "logging.configuration",
            "file:" + home + "/standalone/configuration/logging.properties");
  }
}
