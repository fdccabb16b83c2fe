package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.prometheus.CompatGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusKeysTest {
  private static Config config(String... environment) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      map.put("SONDE_PROMETHEUS_" + environment[i], environment[i + 1]);
    }
    return new Config(null, map);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | [CLASSIC, MICROMETER, OTEL_PREFIX]",
        "true | [CLASSIC, MICROMETER, OTEL_PREFIX]",
        "false | []",
        "none | []",
        "micrometer | [MICROMETER]",
        "otel-prefix, CLASSIC | [CLASSIC, OTEL_PREFIX]",
      })
  void groups(String value, String groups) {
    Set<CompatGroup> read =
        CompatGroup.of(config("COMPAT", value).get(MetricKeys.PROMETHEUS_COMPAT));
    assertEquals(groups, read.toString());
  }

  @Test
  void whatCannotBeUsedOpensNothing(@TempDir Path folder) throws Exception {
    Path noise = Files.writeString(folder.resolve("noise.pem"), "sec3t");
    String key = "sonde.prometheus.tls.key";
    String certificate = "sonde.prometheus.tls.certificate";
    String ca = "sonde.prometheus.tls.client-ca";
    refused(key, "TLS_KEY", noise.toString());
    refused(certificate, "TLS_CERTIFICATE", noise.toString());
    refused(key, "TLS_CERTIFICATE", noise.toString(), "TLS_KEY", folder + "/none");
    refused(ca, "TLS_CLIENT_CA", noise.toString());
    refused("sonde.prometheus.username", "PASSWORD", "sec3t");
    refused("sonde.prometheus.password", "USERNAME", "scraper");
  }

  private static void refused(String name, String... environment) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> PrometheusKeys.access(config(environment)))
            .getMessage();
    assertTrue(message.startsWith(name + " "), message);
    assertFalse(message.contains("sec3t"), message);
  }
}
