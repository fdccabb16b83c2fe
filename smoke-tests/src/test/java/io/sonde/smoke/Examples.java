package io.sonde.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The users' own texts. */
final class Examples {
  private static final Path FOLDER = Path.of("..", "examples");

  private Examples() {}

  static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  /** What a YAML file has under a path of keys, or of numbers in lists. */
  static Object yaml(String file, Object... path) throws IOException {
    Object node = new Yaml().load(text(file));
    for (Object key : path) {
      node = key instanceof Integer ? ((List<?>) node).get((int) key) : ((Map<?, ?>) node).get(key);
    }
    return node;
  }
}
