package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResourceAttributesTest {
  @Test
  void tellOfThisProcess() {
    Map<String, Object> all = ResourceAttributes.of(new Config(null, Map.of()), "1.2");
    assertEquals(ProcessHandle.current().pid(), all.get("process.pid"));
    assertEquals(System.getProperty("java.runtime.version"), all.get("process.runtime.version"));
    assertEquals("sonde", all.get("telemetry.distro.name"));
    assertEquals("1.2", all.get("telemetry.distro.version"));
    assertNotNull(all.get("service.name"));
    String id = (String) all.get("service.instance.id");
    assertEquals(id, UUID.fromString(id).toString());
  }

  @Test
  void whatTheUserSetWins() {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOSTNAME", "pod-1");
    environment.put(
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.name=a,service.instance.id=i,os.type=beos,service.version=3%2C1");
    environment.put("OTEL_SERVICE_NAME", "b");
    Map<String, Object> all = ResourceAttributes.of(new Config(null, environment), "1");
    assertEquals("b", all.get("service.name"));
    assertEquals("i", all.get("service.instance.id"));
    assertEquals("beos", all.get("os.type"));
    assertEquals("3,1", all.get("service.version"));
    assertEquals("pod-1", all.get("host.name"));
  }

  @Test
  void idsAreRandomUuids() {
    for (int i = 0; i < 100; i++) {
      UUID id = UUID.fromString(ResourceAttributes.randomId());
      assertEquals(4, id.version());
      assertEquals(2, id.variant());
    }
  }

  @Test
  void namesAreThoseOfTheConventions() {
    assertEquals("amd64", ResourceAttributes.architecture("x86_64"));
    assertEquals("arm64", ResourceAttributes.architecture("aarch64"));
    assertEquals("darwin", ResourceAttributes.osType("Mac OS X"));
    assertEquals("windows", ResourceAttributes.osType("Windows Server 2022"));
    assertEquals("linux", ResourceAttributes.osType("Linux"));
  }
}
