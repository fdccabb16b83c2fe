package io.sonde.smoke;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The services of {@code examples/stack}, with the variables of one of its environment files. */
final class ComposeFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*))?}");

  final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> services;

  ComposeFile(String environmentFile) throws IOException {
    Properties file = new Properties();
    file.load(new StringReader(Example.text("stack/" + environmentFile)));
    file.forEach((key, value) -> environment.put((String) key, (String) value));
    Matcher variable = VARIABLE.matcher(Example.text("stack/compose.yaml"));
    String text =
        variable.replaceAll(
            found -> {
              String value = environment.getOrDefault(found.group(1), found.group(2));
              if (value == null) {
                throw new AssertionError(found.group() + " is not in " + environmentFile);
              }
              return Matcher.quoteReplacement(value);
            });
    Map<String, Object> all = new Yaml().load(text);
    services = (Map<String, Map<String, Object>>) all.get("services");
  }

  Set<String> names() {
    return services.keySet();
  }

  /** What a service has under a key; null if nothing. */
  Object get(String service, String key) {
    return services.get(service).get(key);
  }

  List<String> list(String service, String key) {
    List<String> values = new ArrayList<>();
    Object value = get(service, key);
    if (value != null) {
      ((List<?>) value).forEach(each -> values.add(each.toString()));
    }
    return values;
  }

  /** The environment of a service that is written as a map. */
  Map<String, String> environment(String service) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (get(service, "environment") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> variables.put((String) key, value.toString()));
    }
    return variables;
  }

  /** The files and folders that a service mounts, and where. */
  Map<Path, String> mounts(String service) {
    Map<Path, String> mounts = new LinkedHashMap<>();
    for (String volume : list(service, "volumes")) {
      String[] parts = volume.split(":");
      mounts.put(Path.of("../examples/stack").resolve(parts[0]).normalize(), parts[1]);
    }
    return mounts;
  }

  /** The service that answers to a name in the network; null if none does. */
  String byHost(String host) {
    for (String service : names()) {
      Object networks = get(service, "networks");
      boolean alias =
          networks != null
              && ((Map<String, Map<String, List<String>>>) networks)
                  .get("default")
                  .get("aliases")
                  .contains(host);
      if (service.equals(host) || alias) {
        return service;
      }
    }
    return null;
  }

  /** The service whose network a service has, which may be its own. */
  String network(String service) {
    Object mode = get(service, "network_mode");
    return mode == null ? service : mode.toString().replaceFirst("^service:", "");
  }

  /** The ports on which a service listens, as the file tells. */
  Set<String> ports(String service) {
    Set<String> ports = new LinkedHashSet<>(list(service, "expose"));
    for (String published : list(service, "ports")) {
      ports.add(published.replaceFirst(".*:", "").replaceFirst("/udp$", ""));
    }
    return ports;
  }

  boolean isActive(String service) {
    List<String> profiles = list(service, "profiles");
    return profiles.isEmpty() || profiles.contains(environment.get("COMPOSE_PROFILES"));
  }
}
