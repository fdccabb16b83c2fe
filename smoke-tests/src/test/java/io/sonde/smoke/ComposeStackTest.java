package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack of {@code examples/stack}, as far as it can be checked without containers. */
class ComposeStackTest {
  private static final Path FOLDER = Path.of("../examples/stack");

  /** What {@code docker compose config} is made of. */
  private static final String LOADER = "github.com/compose-spec/compose-go/v2/cmd@v2.4.1";

  private static final Pattern ADDRESS =
      Pattern.compile("(?<![\\w./@-])([a-z][a-z0-9-]*):(\\d{4,5})(?!\\d)");

  private static final Set<String> DOCUMENTS =
      Set.of(
          "prometheus",
          "grafana",
          "loki",
          "tempo",
          "jaeger",
          "elasticsearch",
          "kibana",
          "logstash",
          "alertmanager",
          "redis",
          "collector",
          "alloy");

  @Test
  void composeReadsIt() throws Exception {
    String json = GoModule.go(FOLDER, "run", LOADER, "-format", "json", "compose.yaml");
    Set<String> names = new HashSet<>();
    new ObjectMapper().readTree(json).path("services").fieldNames().forEachRemaining(names::add);
    assertEquals(new ComposeFile(".env").names(), names);
  }

  @Test
  void theDocumentsServicesOfPinnedVersions() throws IOException {
    ComposeFile stack = new ComposeFile(".env");
    assertTrue(stack.names().containsAll(DOCUMENTS), stack.names()::toString);
    for (String service : stack.names()) {
      String image = (String) stack.get(service, "image");
      assertTrue(image.matches(".+:v?\\d+\\.\\d+\\.\\d+(-alpine)?"), image);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".env", "light.env"})
  void whatIsStartedNeedsNothingElse(String environmentFile) throws IOException {
    ComposeFile stack = new ComposeFile(environmentFile);
    for (String service : stack.names()) {
      if (stack.isActive(service)) {
        assertTrue(stack.isActive(stack.network(service)), service);
        if (stack.get(service, "depends_on") instanceof Map<?, ?> needed) {
          needed.forEach(
              (name, how) ->
                  assertTrue(
                      stack.isActive((String) name)
                          || Boolean.FALSE.equals(((Map<?, ?>) how).get("required")),
                      service + " needs " + name));
        } else {
          stack.list(service, "depends_on").forEach(name -> assertTrue(stack.isActive(name), name));
        }
      }
    }
    boolean light = environmentFile.equals("light.env");
    assertEquals(!light, stack.isActive("elasticsearch"));
    for (String service : List.of("shop", "payment")) {
      String logs = stack.environment(service).get("OTEL_LOGS_EXPORTER");
      assertEquals(light, logs.equals("loki"), logs);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tempo", "jaeger"})
  void everyMountIsThere(String traces) throws IOException {
    ComposeFile stack = new ComposeFile(".env");
    for (String service : stack.names()) {
      for (Path mount : stack.mounts(service).keySet()) {
        Path path = Path.of(mount.toString().replace("loki-tempo", "loki-" + traces));
        assertTrue(Files.exists(path), service + ": " + path);
        assertEquals(
            Files.isDirectory(path),
            !stack.mounts(service).get(mount).matches(".*\\.\\w+"),
            "" + path);
      }
    }
  }

  /** On the loopback address only, as nothing has a password. */
  @Test
  void noPortIsPublishedTwice() throws IOException {
    ComposeFile stack = new ComposeFile(".env");
    Set<String> published = new HashSet<>();
    for (String service : stack.names()) {
      for (String port : stack.list(service, "ports")) {
        assertTrue(port.matches("127\\.0\\.0\\.1:(\\d+):\\d+(/udp)?"), port);
        assertTrue(published.add(port.replaceFirst("(.*):\\d+", "$1")), service + ": " + port);
      }
    }
  }

  /** Each host that a setting or a mounted configuration names is a service with that port. */
  @Test
  void everyHostIsAService() throws IOException {
    ComposeFile stack = new ComposeFile(".env");
    Set<String> named = new HashSet<>();
    for (String service : stack.names()) {
      StringBuilder texts = new StringBuilder(stack.environment(service).values().toString());
      texts.append(stack.get(service, "command")).append(stack.get(service, "healthcheck"));
      for (Path file : configurations(stack.mounts(service).keySet())) {
        texts.append(Files.readString(file).replaceAll("(?m)^ *(#|//).*", ""));
      }
      Matcher address = ADDRESS.matcher(texts.toString().replace("://", " "));
      while (address.find()) {
        String host = address.group(1);
        String found = host.equals("localhost") ? stack.network(service) : stack.byHost(host);
        assertNotNull(found, () -> service + " names " + address.group());
        assertTrue(
            stack.ports(found).contains(address.group(2)),
            () -> service + " names " + address.group());
        named.add(found);
      }
    }
    assertTrue(
        named.containsAll(
            List.of(
                "shop",
                "payment",
                "alertmanager",
                "prometheus",
                "tempo",
                "loki",
                "jaeger",
                "alloy",
                "collector",
                "elasticsearch",
                "kibana")),
        named::toString);
    assertEquals(
        "6379", stack.ports(stack.environment("shop").get("REDIS_HOST")).iterator().next());
  }

  private static List<Path> configurations(Set<Path> mounts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path mount : mounts) {
      try (Stream<Path> found = Files.walk(mount)) {
        found
            .filter(file -> file.toString().matches(".*\\.(ya?ml|conf|alloy)"))
            // Tests of rules, with series of their own.
            .filter(file -> !file.getParent().endsWith("tests"))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static String text(ComposeFile stack, String service, String target) throws IOException {
    for (Map.Entry<Path, String> mount : stack.mounts(service).entrySet()) {
      if (mount.getValue().equals(target)) {
        return Files.readString(mount.getKey());
      }
    }
    throw new AssertionError(target);
  }

  @Test
  void prometheusTakesItsConfigurationAndItsCommandLine(@TempDir Path folder) throws Exception {
    ComposeFile stack = new ComposeFile(".env");
    Path rules =
        stack.mounts("prometheus").keySet().stream().filter(Files::isDirectory).findFirst().get();
    String configuration =
        text(stack, "prometheus", "/etc/prometheus/prometheus.yml")
            .replace("/etc/prometheus/rules", rules.toAbsolutePath().normalize().toString());
    Path file = Files.writeString(folder.resolve("checked.yml"), configuration);
    Process promtool =
        RealPrometheus.start(List.of("promtool", "check", "config", "" + file), folder);
    assertEquals(0, promtool.waitFor(), () -> read(folder.resolve("promtool.log")));
    String checked = Files.readString(folder.resolve("promtool.log"));
    assertTrue(checked.matches("(?s).*SUCCESS: [1-9]\\d* rules? found.*"), checked);
    List<String> options =
        stack.list("prometheus", "command").stream()
            .filter(option -> !option.matches("--(config\\.file|storage\\.tsdb\\.path)=.*"))
            .collect(Collectors.toList());
    try (RealPrometheus prometheus = new RealPrometheus(folder, configuration, options)) {
      Await.until("prometheus", () -> !prometheus.query("vector(1)").isEmpty());
    }
  }

  @Test
  void alertmanagerTakesItsConfiguration(@TempDir Path folder) throws Exception {
    String configuration =
        text(new ComposeFile(".env"), "alertmanager", "/etc/alertmanager/alertmanager.yml");
    Path file = Files.writeString(folder.resolve("alertmanager.yml"), configuration);
    Process amtool = RealPrometheus.start(List.of("amtool", "check-config", "" + file), folder);
    assertEquals(0, amtool.waitFor(), () -> read(folder.resolve("amtool.log")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The agent warns of a setting that it cannot use, which fails the test. */
  @ParameterizedTest
  @ValueSource(strings = {"shop", "payment"})
  void theAgentTakesItsSettings(String service) throws Exception {
    String known = Files.readString(Path.of("../docs/configuration.md"));
    AgentCommand command = new AgentCommand(Hello.class);
    new ComposeFile(".env")
        .environment(service)
        .forEach(
            (name, value) -> {
              if (name.matches("(OTEL|SONDE)_.*")) {
                assertTrue(known.contains("`" + name + "`"), name);
                command.environment(name, value.replaceFirst("//[a-z]+:", "//127.0.0.1:"));
              }
            });
    try (AgentProcess process = command.start()) {
      process.awaitLine("hello");
      process.awaitErrorLine(" INFO ");
    }
  }

  /** What the image is made of is what its build makes, and what the services start. */
  @Test
  void theImageHasWhatIsStarted() throws IOException {
    String dockerfile = Example.text("stack/Dockerfile");
    List<String> modules = List.of(match(dockerfile, "-pl (\\S+)").split(","));
    Set<String> copied = new HashSet<>();
    Matcher copy =
        Pattern.compile("COPY --from=build /sonde/(\\S+)/target/(\\S+) (\\S+)").matcher(dockerfile);
    while (copy.find()) {
      assertTrue(modules.contains(copy.group(1)), copy.group());
      assertTrue(Files.exists(Path.of("..", copy.group(1), "pom.xml")), copy.group());
      copied.add(copy.group(3));
    }
    ComposeFile stack = new ComposeFile(".env");
    for (String service : List.of("shop", "payment")) {
      assertTrue(copied.containsAll(stack.list(service, "command")), service);
      String settings = Example.text("shoe-hub/" + service + "/src/main/resources/application.yml");
      for (String name : stack.environment(service).keySet()) {
        assertTrue(name.matches("(OTEL|SONDE)_.*") || settings.contains("${" + name), name);
      }
    }
    assertTrue(copied.contains(match(dockerfile, "-javaagent:([^\"]+)")), copied::toString);
  }

  private static String match(String text, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    assertTrue(matcher.find(), regex);
    return matcher.group(1);
  }
}
