package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.AgentLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private final LogCapture log = new LogCapture();

  @AfterEach
  void restore() {
    System.clearProperty("otel.bsp.schedule.delay");
    System.clearProperty("sonde.tracs.exclude-paths");
    log.close();
  }

  private static Config config(String... environment) {
    return new Config(null, map(environment));
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void theFirstSourceThatHasAValueCounts(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("a"), "otel.bsp.schedule.delay=4\n");
    String arguments = "otel.bsp.schedule.delay=3;otel.javaagent.configuration-file=" + file;
    Map<String, String> environment = map("OTEL_BSP_SCHEDULE_DELAY", "2");

    assertEquals(4, delay(arguments.substring(arguments.indexOf(';') + 1), map()));
    assertEquals(3, delay(arguments, map()));
    assertEquals(2, delay(arguments, environment));
    System.setProperty("otel.bsp.schedule.delay", "1");
    assertEquals(1, delay(arguments, environment));
    System.setProperty("otel.bsp.schedule.delay", " ");
    assertEquals(2, delay(arguments, environment));
    assertEquals(5000, Config.read("").get(LogKeys.BATCH_DELAY) * 5);
    assertEquals(List.of(), log.lines());
  }

  @Test
  void thePathOnTheApplicationsPortBeginsWithASlash() {
    String variable = "SONDE_PROMETHEUS_APPLICATION_PATH";
    assertEquals("/metrics", MetricKeys.applicationPath(config(variable, "/metrics")));
    assertEquals("/metrics", MetricKeys.applicationPath(config(variable, "metrics")));
    assertNull(MetricKeys.applicationPath(config(variable, " ")));
    assertNull(MetricKeys.applicationPath(config()));
  }

  private static long delay(String arguments, Map<String, String> environment) {
    return new Config(arguments, environment).get(TraceKeys.BATCH_DELAY);
  }

  @Test
  void everyDefaultIsAValueOfItsKey() {
    Config config = config();
    for (Section section : Keys.sections()) {
      for (Key<?> key : section.keys) {
        Object value = config.get(key);
        assertTrue(key.defaultText == null || value != null, key.name);
      }
    }
    assertEquals(List.of("prometheus", "otlp"), config.get(MetricKeys.EXPORTER));
    assertEquals(6, config.get(TraceKeys.EXCLUDE_PATHS).size());
  }

  @ParameterizedTest
  @CsvSource({
    "500,500",
    "500ms,500",
    "5s,5000",
    "1 m,60000",
    "1h,3600000",
    "1,1",
    "86400000,86400000"
  })
  void readsDurations(String text, long millis) {
    assertEquals(millis, config("OTEL_BSP_SCHEDULE_DELAY", text).get(TraceKeys.BATCH_DELAY));
    assertEquals("", log.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OTEL_BSP_SCHEDULE_DELAY | 0 | otel.bsp.schedule.delay",
        "OTEL_BSP_SCHEDULE_DELAY | -17s | otel.bsp.schedule.delay",
        "OTEL_BSP_SCHEDULE_DELAY | 7 parsecs | otel.bsp.schedule.delay",
        "OTEL_BSP_SCHEDULE_DELAY | 99999999999999999999 | otel.bsp.schedule.delay",
        "OTEL_BSP_SCHEDULE_DELAY | 9223372036854775807h | otel.bsp.schedule.delay",
        "OTEL_BSP_SCHEDULE_DELAY | sec3t | otel.bsp.schedule.delay",
        "OTEL_BSP_MAX_QUEUE_SIZE | 1e9 | otel.bsp.max.queue.size",
        "OTEL_BSP_MAX_QUEUE_SIZE | -25 | otel.bsp.max.queue.size",
        "OTEL_EXPORTER_PROMETHEUS_PORT | 65599 | otel.exporter.prometheus.port",
        "OTEL_TRACES_SAMPLER_ARG | NaN | otel.traces.sampler.arg",
        "OTEL_TRACES_SAMPLER_ARG | 1.01 | otel.traces.sampler.arg",
        "OTEL_TRACES_SAMPLER_ARG | half | otel.traces.sampler.arg",
        "OTEL_TRACES_SAMPLER | xray | otel.traces.sampler",
        "OTEL_TRACES_SAMPLER | parentbased_xray | otel.traces.sampler",
        "OTEL_TRACES_EXPORTER | datadog | otel.traces.exporter",
        "OTEL_SDK_DISABLED | yes | otel.sdk.disabled",
        "SONDE_PROMETHEUS_COMPAT | 17 | sonde.prometheus.compat",
        "OTEL_EXPORTER_JAEGER_ENDPOINT | sec3t:99 | otel.exporter.jaeger.endpoint",
        "OTEL_EXPORTER_JAEGER_ENDPOINT | udp://sec3t@:6831 | otel.exporter.jaeger.endpoint",
        "OTEL_EXPORTER_JAEGER_PROTOCOL | sec3t | otel.exporter.jaeger.protocol",
        "OTEL_EXPORTER_JAEGER_AGENT_PORT | 66831 | otel.exporter.jaeger.agent.port",
        "OTEL_EXPORTER_JAEGER_ENDPOINT | https://:99 | otel.exporter.jaeger.endpoint",
        "OTEL_EXPORTER_JAEGER_ENDPOINT | http://u:sec3t@host:99999/a |"
            + " otel.exporter.jaeger.endpoint",
        "OTEL_RESOURCE_ATTRIBUTES | a=b,sec3t | otel.resource.attributes",
        "OTEL_RESOURCE_ATTRIBUTES | a=b%zz | otel.resource.attributes",
        "OTEL_EXPORTER_OTLP_HEADERS | authorization=a%0d%0ab | otel.exporter.otlp.headers",
        "OTEL_EXPORTER_OTLP_HEADERS | x y=sec3t | otel.exporter.otlp.headers",
        "SONDE_EXPORTER_LOKI_HEADERS | x=%C3%A9 | sonde.exporter.loki.headers",
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT | sec3t | otel.exporter.otlp.traces.timeout",
      })
  void aMalformedValueIsOneLineThatNamesTheKeyAndNotTheValue(
      String variable, String value, String name) {
    Key<?> key = key(name);
    Object byDefault = config().get(key);
    Config config = config(variable, value);

    assertEquals(byDefault, config.get(key));
    assertEquals(byDefault, config.get(key));

    assertEquals(1, log.lines().size(), log.text());
    String line = log.lines().get(0);
    assertTrue(line.startsWith("[sonde] WARN " + variable + " is not "), line);
    // What a value may be is told, and may look like the value.
    String told = line.replace(key.expected(), "").replace(String.valueOf(key.defaultText), "");
    assertFalse(told.contains(value), line);
  }

  private static Key<?> key(String name) {
    for (Section section : Keys.sections()) {
      for (Key<?> key : section.keys) {
        if (key.name.equals(name)) {
          return key;
        }
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void aPropertyIsNamedAsSuch() {
    System.setProperty("otel.bsp.schedule.delay", "sec3t");
    assertEquals(5000, config("OTEL_BSP_SCHEDULE_DELAY", "3").get(TraceKeys.BATCH_DELAY));
    assertTrue(log.text().contains(" otel.bsp.schedule.delay is not "), log.text());
    assertFalse(log.text().contains("sec3t"));
  }

  @Test
  void unknownNamesAreLeftOutOfAList() {
    Config config = config("OTEL_TRACES_EXPORTER", "Jaeger, console,otlp,jaeger");
    assertEquals(List.of("jaeger", "otlp"), config.get(TraceKeys.EXPORTER));
    assertEquals(1, log.lines().size(), log.text());
    assertTrue(log.text().contains("OTEL_TRACES_EXPORTER has a name"), log.text());
    assertFalse(log.text().contains("console"), log.text());
  }

  @Test
  void noneIsAnEmptyList() {
    assertEquals(List.of(), config("OTEL_LOGS_EXPORTER", "none").get(LogKeys.EXPORTER));
    assertEquals("", log.text());
  }

  @Test
  void readsMaps() {
    Map<String, String> headers =
        config("OTEL_RESOURCE_ATTRIBUTES", "authorization=Basic%20a+b/c==,x=%C3%A9é,empty=, y = 2")
            .get(GeneralKeys.RESOURCE_ATTRIBUTES);
    assertEquals(map("authorization", "Basic a+b/c==", "x", "éé", "y", "2"), headers);
    assertEquals("", log.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:4318",
        "HTTPS://gateway.example.net/otlp",
        "http://[::1]:4317",
        "http://[::1]",
        "http://u:p@h:1/a:b@c"
      })
  void acceptsUrls(String url) {
    assertEquals(url, config("OTEL_EXPORTER_OTLP_ENDPOINT", url).get(OtlpKeys.ENDPOINT));
    assertEquals("", log.text());
  }

  @Test
  void aSpanLimitFallsBackToTheGeneralOne() {
    Config config = config("OTEL_ATTRIBUTE_COUNT_LIMIT", "7");
    assertEquals(7, config.get(TraceKeys.SPAN_ATTRIBUTE_COUNT));
    config = config("OTEL_ATTRIBUTE_COUNT_LIMIT", "7", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "9");
    assertEquals(9, config.get(TraceKeys.SPAN_ATTRIBUTE_COUNT));
    assertEquals(7, config.get(TraceKeys.ATTRIBUTE_COUNT));
  }

  @Test
  void otlpTextsAreChecked() {
    Function<String, String> texts =
        OtlpKeys.texts(
            config(
                "OTEL_EXPORTER_OTLP_TIMEOUT", "1m",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "GRPC",
                "OTEL_EXPORTER_OTLP_HEADERS", "a=b%20c",
                "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "snappy"));
    assertEquals("60000", texts.apply("otel.exporter.otlp.timeout"));
    assertEquals("grpc", texts.apply("otel.exporter.otlp.protocol"));
    assertEquals("a=b%20c", texts.apply("otel.exporter.otlp.headers"));
    assertNull(texts.apply("otel.exporter.otlp.endpoint"));
    assertEquals("", log.text());
    assertNull(texts.apply("otel.exporter.otlp.logs.compression"));
    assertTrue(log.text().contains("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION"), log.text());
  }

  @Test
  void instrumentationsAreSwitchedOneByOneOrAllTogether() {
    Config config = config("OTEL_INSTRUMENTATION_HTTP_SERVER_ENABLED", "false");
    assertFalse(config.instrumentationEnabled("http-server"));
    assertTrue(config.instrumentationEnabled("jdbc"));
    config =
        config(
            "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false",
            "OTEL_INSTRUMENTATION_JDBC_ENABLED", "true");
    assertFalse(config.instrumentationEnabled("http-server"));
    assertTrue(config.instrumentationEnabled("jdbc"));
  }

  @Test
  void aMissingFileIsOneLine(@TempDir Path directory) throws Exception {
    for (String path : List.of(directory + "/secret-none", directory.toString())) {
      Config config = config("OTEL_JAVAAGENT_CONFIGURATION_FILE", path);
      assertEquals("info", config.get(GeneralKeys.LOG_LEVEL));
    }
    Path broken = Files.writeString(directory.resolve("b"), "a=\\uZZZZ sec3t");
    config("OTEL_JAVAAGENT_CONFIGURATION_FILE", broken.toString());
    Path huge = Files.write(directory.resolve("huge"), new byte[1 << 21]);
    config("OTEL_JAVAAGENT_CONFIGURATION_FILE", huge.toString());
    assertEquals(4, log.lines().size(), log.text());
    for (String line : log.lines()) {
      assertTrue(line.startsWith("[sonde] WARN OTEL_JAVAAGENT_CONFIGURATION_FILE names "), line);
      assertFalse(line.contains(directory.toString()) || line.contains("sec"), line);
    }
  }

  @Test
  void garbageArgumentsAreOneLine() {
    Config config = new Config("sec3t;;=x;otel.service.name=shop;more", map());
    assertEquals("shop", config.get(GeneralKeys.SERVICE_NAME));
    assertEquals(1, log.lines().size(), log.text());
    assertFalse(log.text().contains("sec3t"), log.text());
  }

  @Test
  void theLogLevelIsSetBeforeAnythingIsTold() {
    new Config("garbage", map("OTEL_JAVAAGENT_LOGGING", "none"));
    new Config("garbage", map("SONDE_LOG_LEVEL", "none"));
    assertEquals("", log.text());
    new Config(null, map("OTEL_JAVAAGENT_DEBUG", "true", "SONDE_LOG_LEVEL", "warn"));
    assertTrue(AgentLog.debugEnabled());
  }

  @Test
  void unknownKeysAreToldInAHandfulOfLines() {
    System.setProperty("sonde.tracs.exclude-paths", "sec3t");
    Map<String, String> environment =
        map(
            "SONDE_LOG_LEVEL", "info",
            "OTEL_INSTRUMENTATION_JDBC_ENABLED", "true",
            "OTEL_INSTRUMENTATION_JBDC_ENABLED", "true",
            "OTEL_SOMETHING", "for others");
    UnknownKeys.report(new Config("sonde.nil=1", environment), List.of("jdbc"));
    assertTrue(log.text().contains("WARN sonde.tracs.exclude-paths is not known"), log.text());
    assertTrue(log.text().contains("WARN OTEL_INSTRUMENTATION_JBDC_ENABLED is"), log.text());
    assertTrue(log.text().contains("WARN sonde.nil is"), log.text());
    assertFalse(log.text().contains("sec3t") || log.text().contains("_JDBC_"), log.text());

    for (int i = 0; i < 100; i++) {
      environment.put("SONDE_" + i, "sec3t");
    }
    int before = log.lines().size();
    UnknownKeys.report(new Config(null, environment), List.of("jdbc"));
    assertEquals(6, log.lines().size() - before, log.text());
  }
}
