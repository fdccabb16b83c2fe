package io.sonde.agent.config;

import io.sonde.bootstrap.Ids;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What everything that is sent says of the process that it comes from. */
public final class ResourceAttributes {
  private ResourceAttributes() {}

  /**
   * Finds the attributes out: texts, and {@code process.pid} as a {@code Long}. Reads files; not
   * for {@code premain}. Needs neither JMX nor a name server nor a process.
   *
   * @param agentVersion of {@code telemetry.distro.version}
   */
  public static Map<String, Object> of(Config config, String agentVersion) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("service.instance.id", Instance.ID);
    all.put("telemetry.sdk.language", "java");
    // The recording core is our own, so it must not pass for the SDK (semantic conventions).
    all.put("telemetry.sdk.name", "sonde");
    all.put("telemetry.sdk.version", agentVersion);
    all.put("telemetry.distro.name", "sonde");
    all.put("telemetry.distro.version", agentVersion);
    put(all, "process.pid", HostFiles.processId());
    put(all, "process.runtime.name", Config.property("java.runtime.name"));
    put(all, "process.runtime.version", Config.property("java.runtime.version"));
    put(all, "process.runtime.description", runtimeDescription());
    String hostName = config.variable("HOSTNAME");
    put(all, "host.name", hostName == null ? HostFiles.hostName() : hostName);
    put(all, "host.arch", architecture(Config.property("os.arch")));
    put(all, "os.type", osType(Config.property("os.name")));
    all.putAll(config.get(GeneralKeys.RESOURCE_ATTRIBUTES));
    all.put("service.name", ServiceName.of(config));
    return all;
  }

  /** One for all that ask. */
  private static final class Instance {
    static final String ID = randomId();
  }

  private static void put(Map<String, Object> all, String key, Object value) {
    if (value != null) {
      all.put(key, value);
    }
  }

  private static String runtimeDescription() {
    return Config.property("java.vm.vendor")
        + ' '
        + Config.property("java.vm.name")
        + ' '
        + Config.property("java.vm.version");
  }

  /** A version 4 UUID. Java's own makes a SecureRandom: 20 ms and maybe a wait for entropy. */
  static String randomId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    long low = random.nextLong() & Long.MAX_VALUE >>> 1 | Long.MIN_VALUE;
    String hex = Ids.hex(high, low);
    return hex.substring(0, 8)
        + '-'
        + hex.substring(8, 12)
        + '-'
        + hex.substring(12, 16)
        + '-'
        + hex.substring(16, 20)
        + '-'
        + hex.substring(20);
  }

  /** The semantic conventions' name of an architecture. */
  static String architecture(String arch) {
    if (arch == null) {
      return null;
    }
    switch (arch) {
      case "x86_64":
        return "amd64";
      case "aarch64":
        return "arm64";
      case "arm":
        return "arm32";
      case "i386":
      case "i686":
        return "x86";
      case "ppc":
        return "ppc32";
      case "ppc64le":
        return "ppc64";
      default:
        return arch;
    }
  }

  /** The semantic conventions' name of an operating system; null for one that has none there. */
  static String osType(String name) {
    if (name == null) {
      return null;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("mac")) {
      return "darwin";
    }
    if (lower.startsWith("sunos")) {
      return "solaris";
    }
    if (lower.equals("hp-ux")) {
      return "hpux";
    }
    if (lower.equals("z/os")) {
      return "z_os";
    }
    int blank = lower.indexOf(' ');
    return blank < 0 ? lower : lower.substring(0, blank);
  }
}
