package io.sonde.agent.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** Reads the configuration file: Java properties in UTF-8. */
final class ConfigurationFile {
  private static final int MAX_BYTES = 1024 * 1024;

  private ConfigurationFile() {}

  /**
   * @return what is wrong, to follow the name of the key that names the file; null when all is well
   */
  static String read(String path, Map<String, String> into) {
    File file = new File(path);
    try {
      // A device or a pipe might never end.
      if (!file.isFile()) {
        return " names no file";
      }
      if (file.length() > MAX_BYTES) {
        return " names a file of more than 1 MiB";
      }
      Properties properties = new Properties();
      try (Reader in = new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
        properties.load(in);
      }
      for (String name : properties.stringPropertyNames()) {
        into.put(name, properties.getProperty(name));
      }
      return null;
    } catch (IOException | SecurityException e) {
      return " names a file that cannot be read";
    } catch (IllegalArgumentException e) {
      // Properties.load: a broken \\uXXXX. Its message is not repeated, it might hold a value.
      return " names a file that is not Java properties";
    }
  }
}
