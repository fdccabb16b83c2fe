package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.otlp.OtlpSettings;
import io.sonde.exporter.otlp.OtlpSignal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a variable, an argument or a file: no exception, no value in the log. */
class ConfigFuzzTest {
  private static final String[] SEEDS = {
    "true",
    "17",
    "5s",
    "0.5",
    "otlp,none",
    "k=v,k2=v%20w",
    "http://h:1/p",
    "NaN",
    "-1",
    "tracecontext"
  };
  private static final String MARK = "q7x";
  private static final String ALPHABET = "0123456789%=,;:/\\u[]@#-+. \t\n\r\0aZé\ud83d\ude00\u0130";

  private final Random random = new Random(20261121);

  @Test
  void twoThousandMutatedInputs(@TempDir Path directory) throws Exception {
    List<Key<?>> keys = new ArrayList<>();
    for (Section section : Keys.sections()) {
      keys.addAll(section.keys);
    }
    keys.remove(GeneralKeys.CONFIGURATION_FILE);
    keys.remove(GeneralKeys.LOGGING);
    keys.remove(GeneralKeys.LOG_LEVEL);
    keys.remove(GeneralKeys.DEBUG);
    // Files that are missing are the exporter's to tell.
    keys.removeIf(key -> key.name.endsWith("certificate") || key.name.endsWith("client.key"));
    Path file = directory.resolve("file");
    for (int round = 0; round < 2000; round++) {
      Map<String, String> environment = new HashMap<>();
      StringBuilder properties = new StringBuilder();
      StringBuilder arguments = new StringBuilder(mutate());
      for (int i = 0; i < 12; i++) {
        Key<?> key = keys.get(random.nextInt(keys.size()));
        environment.put(key.variable(), mutate());
        key = keys.get(random.nextInt(keys.size()));
        properties.append(key.name).append('=').append(mutate()).append('\n');
        key = keys.get(random.nextInt(keys.size()));
        arguments.append(';').append(key.name).append('=').append(mutate());
      }
      Files.write(file, properties.toString().getBytes(StandardCharsets.UTF_8));
      environment.put("OTEL_JAVAAGENT_CONFIGURATION_FILE", file.toString());
      try (LogCapture log = new LogCapture()) {
        read(new Config(arguments.toString(), environment), keys);
        assertFalse(log.text().contains(MARK), () -> "round: " + log.text());
        assertTrue(log.lines().size() < 50, log::text);
        assertFalse(ServiceName.fromCommand(mutate() + ".jar").isEmpty());
      }
    }
  }

  private static void read(Config config, List<Key<?>> keys) {
    for (Key<?> key : keys) {
      Object value = config.get(key);
      assertTrue(value != null || key.defaultText == null, key.name);
    }
    assertNotNull(Samplers.of(config));
    assertNotNull(ResourceAttributes.of(config, "1").get("service.name"));
    UnknownKeys.report(config, List.of());
    for (OtlpSignal signal : List.of(OtlpSignal.TRACES, OtlpSignal.METRICS, OtlpSignal.LOGS)) {
      assertNotNull(OtlpSettings.resolve(signal, OtlpKeys.texts(config)));
    }
  }

  private String mutate() {
    if (random.nextInt(1000) == 0) {
      return MARK.repeat(350_000);
    }
    StringBuilder text = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
    text.insert(random.nextInt(text.length() + 1), MARK);
    for (int i = random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      if (random.nextInt(3) == 0) {
        text.deleteCharAt(random.nextInt(text.length()));
      }
    }
    return text.toString();
  }
}
