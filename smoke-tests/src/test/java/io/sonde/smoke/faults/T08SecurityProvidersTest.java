package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.LateChoices;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.FreePort;
import io.sonde.testing.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BC-FIPS and BCJSSE are not tried: what is special of them is what is asked for when. */
@FaultRow(
    value = "T08",
    what = "security providers of the application's own, and none at all for TLS")
class T08SecurityProvidersTest {
  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("providers-in-premain")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.Startup",
            "run",
            MethodEdit.startingWith(Careless.class, "takesTheProviders"))
        .provenBy("providersThatMainAdds");
  }

  /** TLS asks for them, too: for its first connection. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void providersThatMainAdds(String scheme) {
    List<String> without =
        T02FileSystemTest.run(new AgentCommand(LateChoices.class).withoutAgent());
    assertTrue(without.toString().contains("Own"), without::toString);
    String endpoint = scheme + "://127.0.0.1:" + FreePort.nobody();
    for (String protocol : List.of("grpc", "http/protobuf")) {
      assertEquals(
          without,
          T02FileSystemTest.run(
              program()
                  .environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                  .environment("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)));
    }
  }

  /** One that the JVM makes itself, with a class of the application. */
  @Test
  void aProviderOfTheClassPath() throws Exception {
    String file =
        properties(
            "security.provider.1=" + LateChoices.OwnProvider.class.getName(),
            "security.provider.2=SUN",
            "security.provider.3=SunRsaSign",
            "security.provider.4=SunEC",
            "security.provider.5=SunJSSE",
            "security.provider.6=SunJCE");
    List<String> without = T02FileSystemTest.run(command(file).withoutAgent());
    assertTrue(without.toString().contains("providers [Own, SUN"), without::toString);
    assertEquals(without, T02FileSystemTest.run(command(file)));
  }

  @Test
  void noTls() throws Exception {
    String file = properties("security.provider.1=SUN");
    Backend backend = Backend.start();
    AgentProcess process =
        command(file)
            .environment("OTEL_METRIC_EXPORT_INTERVAL", "100")
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:" + backend.port())
            .start();
    try (backend;
        process) {
      process.expectWarning("otlp");
      process.awaitErrorLine("[sonde] WARN");
      process.awaitLine("TLS java.security.NoSuchAlgorithmException");
    }
    assertEquals(0, process.awaitExit());
    List<String> told =
        process.agentLines().stream().filter(line -> line.contains(" WARN ")).toList();
    assertTrue(told.size() <= 3, () -> "one for each signal: " + told);
  }

  /** JMX has the list made, when the metrics are read for the first time: a minute after main. */
  private static AgentCommand program() {
    return new AgentCommand(LateChoices.class).environment("OTEL_METRIC_EXPORT_INTERVAL", "60000");
  }

  private AgentCommand command(String file) {
    return program()
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:" + FreePort.nobody())
        .property("java.security.properties", "=" + file);
  }

  /** Replaces the JDK's own; what it has besides the providers is needed. */
  private String properties(String... providers) throws Exception {
    Path security = Jdks.chosen().resolve("conf/security/java.security");
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(security)) {
      if (!line.startsWith("security.provider.")) {
        text.append(line).append('\n');
      }
    }
    text.append(String.join("\n", providers)).append('\n');
    return Files.writeString(folder.resolve("java.security"), text).toString();
  }
}
