package io.sonde.bootstrap.db;

/** URLs of databases in files and in memory, and of their servers. */
final class JdbcEmbeddedUrl {
  private JdbcEmbeddedUrl() {}

  static void read(String driver, String rest, JdbcTarget target) {
    boolean sqlite = driver.equals("sqlite");
    int end = JdbcUrlText.first(rest, sqlite ? "?" : ";", 0);
    String main = rest.substring(0, end);
    int slashes = main.indexOf("//");
    if (!sqlite && slashes >= 0 && (slashes == 0 || networked(main.substring(0, slashes)))) {
      JdbcServerUrl.read(driver, rest, target);
      return;
    }
    String[] modes = {
      "mem:", "memory:", "file:", "nio:", "res:", "classpath:", "directory:", "zip:"
    };
    for (String mode : modes) {
      if (main.startsWith(mode)) {
        main = main.substring(mode.length());
        break;
      }
    }
    if (driver.equals("derby") && main.length() == 0) {
      main = JdbcUrlText.parameter(rest.substring(end), "databasename");
    }
    target.namespace = main;
  }

  private static boolean networked(String mode) {
    switch (mode) {
      case "tcp:":
      case "ssl:":
      case "hsql:":
      case "hsqls:":
      case "http:":
      case "https:":
        return true;
      default:
        return false;
    }
  }
}
