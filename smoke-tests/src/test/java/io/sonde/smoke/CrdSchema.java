package io.sonde.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * The schema of a Kubernetes resource, of the kind that definitions of custom resources have. A
 * field that it does not know is an error, where an API server would leave it out.
 */
final class CrdSchema {
  private final Map<String, Object> schema;

  private CrdSchema(Object schema) {
    this.schema = (Map<String, Object>) schema;
  }

  /** Of one version of a resource, out of the definition in a file. */
  static CrdSchema of(Path definition, String version) throws IOException {
    Map<String, Object> crd = new Yaml().load(Files.readString(definition));
    for (Object each : (List<?>) ((Map<?, ?>) crd.get("spec")).get("versions")) {
      Map<?, ?> found = (Map<?, ?>) each;
      if (found.get("name").equals(version)) {
        return new CrdSchema(((Map<?, ?>) found.get("schema")).get("openAPIV3Schema"));
      }
    }
    throw new AssertionError(version + " of " + definition);
  }

  /** The schema of a field; that of the items, if it is a list. */
  CrdSchema at(String... path) {
    CrdSchema at = this;
    for (String name : path) {
      at = new CrdSchema(((Map<?, ?>) at.schema.get("properties")).get(name));
      at = at.schema.containsKey("items") ? new CrdSchema(at.schema.get("items")) : at;
    }
    return at;
  }

  /** What is wrong with a value: nothing. */
  List<String> errors(Object value) {
    List<String> errors = new ArrayList<>();
    check(schema, value, "", errors);
    return errors;
  }

  private static void check(
      Map<String, Object> schema, Object value, String path, List<String> errors) {
    if (schema.get("enum") instanceof List<?> values && !values.contains(value)) {
      errors.add(path + ": " + value + " is none of " + values);
    }
    if (schema.get("pattern") instanceof String pattern
        && value instanceof String text
        && !text.matches("(?s).*(?:" + pattern + ").*")) {
      errors.add(path + ": " + value + " is not " + pattern);
    }
    if (!hasType(schema, value)) {
      errors.add(path + ": " + value + " is no " + schema.get("type"));
    } else if (value instanceof Map<?, ?> object) {
      checkObject(schema, object, path, errors);
    } else if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
      for (int i = 0; i < list.size(); i++) {
        check((Map<String, Object>) items, list.get(i), path + "[" + i + "]", errors);
      }
    }
  }

  private static void checkObject(
      Map<String, Object> schema, Map<?, ?> object, String path, List<String> errors) {
    if (schema.get("required") instanceof List<?> required) {
      required.stream()
          .filter(name -> !object.containsKey(name))
          .forEach(name -> errors.add(path + "." + name + " is missing"));
    }
    Map<?, ?> properties = (Map<?, ?>) schema.getOrDefault("properties", Map.of());
    boolean open = schema.containsKey("x-kubernetes-preserve-unknown-fields") || schema.size() == 1;
    object.forEach(
        (name, value) -> {
          Object property = properties.get(name);
          property = property == null ? schema.get("additionalProperties") : property;
          if (property instanceof Map<?, ?> known) {
            check((Map<String, Object>) known, value, path + "." + name, errors);
          } else if (!open) {
            errors.add(path + "." + name + " is not known");
          }
        });
  }

  private static boolean hasType(Map<String, Object> schema, Object value) {
    if (schema.containsKey("x-kubernetes-int-or-string")) {
      return value instanceof Integer || value instanceof String;
    }
    return switch ((String) schema.getOrDefault("type", "")) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      default -> true;
    };
  }
}
