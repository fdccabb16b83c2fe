package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNameTest {
  @AfterEach
  void restore() {
    System.clearProperty("spring.application.name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "NULL",
      value = {
        "/srv/shop-service-1.2.3-SNAPSHOT.jar --port=1 x.jar | shop-service",
        "C:\\apps\\shop-2.war | shop",
        "app.jar | app",
        "area-51-shop.jar | area-51-shop",
        "log4j-2.0-rc1.jar | log4j",
        "shop-1-SNAPSHOT.JAR | shop",
        "-1.0.jar | -1.0",
        "com.example.shop.ShopMain --config a.jar | ShopMain",
        "com.example.Outer$Main | Main",
        "shop.module/com.example.Main | Main",
        "Main | Main",
        "'' | unknown_service:java",
        "' ' | unknown_service:java",
        ".jar | jar",
        "/srv/.jar | unknown_service:java",
        "NULL | unknown_service:java",
      })
  void isDerivedFromTheCommand(String command, String name) {
    assertEquals(name, ServiceName.fromCommand(command));
  }

  @Test
  void findsAJarInADirectoryWithBlanks(@TempDir Path directory) throws Exception {
    Path jar = Files.createDirectory(directory.resolve("my own apps")).resolve("shop-1.0.jar");
    Files.createFile(jar);
    assertEquals("shop", ServiceName.fromCommand(jar + " a.jar b"));
  }

  @Test
  void whatTheUserSetWins() {
    Map<String, String> environment = new HashMap<>();
    environment.put("SPRING_APPLICATION_NAME", "by-variable");
    assertEquals("by-variable", ServiceName.of(new Config(null, environment)));
    System.setProperty("spring.application.name", "by-property");
    assertEquals("by-property", ServiceName.of(new Config(null, environment)));
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=by-attribute");
    assertEquals("by-attribute", ServiceName.of(new Config(null, environment)));
    environment.put("OTEL_SERVICE_NAME", "by-name");
    assertEquals("by-name", ServiceName.of(new Config(null, environment)));
  }
}
