package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticsearchKeysTest {
  private static final String PREFIX = "SONDE_EXPORTER_ELASTICSEARCH_";

  @ParameterizedTest
  @CsvSource({
    "USERNAME, elastic, PASSWORD, 'p:w', Basic ZWxhc3RpYzpwOnc=",
    "USERNAME, elastic, INDEX, logs, Basic ZWxhc3RpYzo=",
    "API_KEY, aWQ6a2V5, USERNAME, elastic, ApiKey aWQ6a2V5",
    "API_KEY, 'id:key', INDEX, logs, ApiKey aWQ6a2V5",
    "HEADERS, 'Authorization=Bearer%20abc', INDEX, logs, Bearer abc",
  })
  void credentials(String key, String value, String other, String otherValue, String header)
      throws Exception {
    Config config = new Config(null, Map.of(PREFIX + key, value, PREFIX + other, otherValue));
    assertEquals(header, ElasticsearchKeys.target(config).headers().get("Authorization"));
  }
}
