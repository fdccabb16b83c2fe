package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who does not want the console has nothing of it. */
class ConsoleOffTest {
  private static final String PAGE = "text/html; charset=utf-8";

  @TempDir Path folder;

  @Test
  void nothingOfItAnswersAndNoClassOfItIsLoaded() throws Exception {
    assertTrue(loaded("true", 200, PAGE));
    assertFalse(loaded("false", 404, "text/plain; charset=utf-8"));
  }

  /** Whether there are classes of the console after somebody has asked for it. */
  private boolean loaded(String enabled, int status, String contentType) throws Exception {
    Path classes = folder.resolve(enabled);
    AgentCommand command =
        new AgentCommand(Worker.class)
            .classPath(Libraries.resolve("ch.qos.logback:logback-classic:1.5.18"))
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none")
            .environment("SONDE_CONSOLE_ENABLED", enabled)
            .option("-Xlog:class+load:file=" + classes);
    try (AgentProcess process = command.start()) {
      process.awaitErrorLine("watching");
      process.send("something");
      process.awaitLine("logged something");
      Http endpoint = new Http(command.prometheusPort());
      assertEquals(List.of(contentType), endpoint.get("/").headers().allValues("Content-Type"));
      assertEquals(status, endpoint.get("/console/api/logs").statusCode());
      process.send("exit");
    }
    return Files.readString(classes).contains(" io.sonde.exporter.console.");
  }
}
