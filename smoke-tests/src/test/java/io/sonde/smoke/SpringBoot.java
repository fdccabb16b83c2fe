package io.sonde.smoke;

import io.sonde.smoke.programs.spring.Application;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import io.sonde.testing.Libraries;
import java.time.Duration;

/** A Spring Boot application of a given version, on a port of its own. */
final class SpringBoot {
  final int port = FreePort.next();
  private final String version;

  SpringBoot(String version) {
    this.version = version;
  }

  /** However busy the machine is: thousands of classes are loaded and woven first. */
  static void awaitStart(AgentProcess process) {
    Await.until(
        "the start of Spring Boot",
        Duration.ofMinutes(5),
        process::stdout,
        lines -> lines.contains("started") || !process.isAlive());
    process.awaitLine("started");
  }

  AgentCommand command(Servers servers) {
    boolean old = version.startsWith("2.");
    String boot = "org.springframework.boot:spring-boot-starter-";
    return new AgentCommand(Application.class)
        .classPath(
            Libraries.resolve(
                "org.slf4j:slf4j-api:" + (old ? "1.7.36" : "2.0.17"),
                boot + (version.startsWith("4.") ? "webmvc:" : "web:") + version,
                boot + "jdbc:" + version,
                boot + "data-redis:" + version,
                "redis.clients:jedis:" + (old ? "5.2.0" : "6.2.0"),
                "org.postgresql:postgresql:42.7.7",
                "com.h2database:h2:" + (old ? "2.1.214" : "2.3.232")))
        .environment("OTEL_SERVICE_NAME", "shop")
        .property("server.address", "127.0.0.1")
        .property("server.port", String.valueOf(port))
        .property("spring.main.banner-mode", "off")
        .property("spring.redis.port", String.valueOf(servers.redisPort()))
        .property("spring.data.redis.port", String.valueOf(servers.redisPort()))
        .property("redis.port", String.valueOf(servers.redisPort()))
        .property("postgres.url", servers.postgresUrl())
        .property("logging.pattern.console", "%level trace_id=%X{trace_id} %msg%n");
  }

  /** Nothing leaves it: there is only the console to look at. */
  AgentCommand withConsoleOnly(Servers servers) {
    return command(servers)
        .environment("OTEL_TRACES_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none");
  }
}
