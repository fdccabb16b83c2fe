package io.sonde.bootstrap.db;

/** URLs of databases behind a network, which have {@code //}, hosts and parameters. */
final class JdbcServerUrl {
  private JdbcServerUrl() {}

  /** {@code [mode:]//[user@]host[:port][,host...][/name][?;parameters]}. */
  static void read(String driver, String rest, JdbcTarget target) {
    int slashes = rest.indexOf("//");
    int parameters = JdbcUrlText.first(rest, "?;", Math.max(0, slashes));
    String main = rest.substring(0, parameters);
    String query = rest.substring(parameters);
    if (slashes < 0 || slashes > parameters) {
      // jdbc:postgresql:name, jdbc:db2:alias
      if (main.indexOf('/') < 0) {
        target.namespace = main;
      }
    } else {
      String location = main.substring(slashes + 2);
      int at = location.lastIndexOf('@');
      int slash = JdbcUrlText.first(location, "/", Math.max(0, location.lastIndexOf(')')));
      if (at > slash || !target.hosts(location.substring(at + 1, slash))) {
        return;
      }
      if (slash < location.length()) {
        String name = location.substring(slash + 1);
        // jdbc:db2://host/name:user=u;password=p; jdbc:informix-sqli://host/name:INFORMIXSERVER=s
        target.namespace = name.substring(0, JdbcUrlText.first(name, ":&", 0));
      }
    }
    if (target.sqlServer()) {
      sqlServer(query, target);
    } else if (driver.equals("postgresql")) {
      String schema = JdbcUrlText.parameter(query, "currentschema");
      if (schema != null && target.namespace != null) {
        target.namespace = target.namespace + '|' + schema;
      }
    } else if (target.namespace == null || target.namespace.length() == 0) {
      String name =
          JdbcUrlText.parameter(query, driver.equals("sap") ? "databasename" : "database");
      target.namespace = name == null ? target.namespace : name;
    }
  }

  private static void sqlServer(String query, JdbcTarget target) {
    String instance = JdbcUrlText.parameter(query, "instancename");
    if (instance == null) {
      instance = JdbcUrlText.parameter(query, "instance");
    }
    if (target.host == null) {
      target.host(JdbcUrlText.parameter(query, "servername"));
    }
    if (target.host == null) {
      target.host(JdbcUrlText.parameter(query, "server"));
    }
    if (target.port == 0) {
      target.port(JdbcUrlText.parameter(query, "portnumber"));
    }
    if (target.port == 0) {
      target.port(JdbcUrlText.parameter(query, "port"));
    }
    String name = JdbcUrlText.parameter(query, "databasename");
    if (name == null) {
      name = JdbcUrlText.parameter(query, "database");
    }
    // host\instance has put the instance there; jTDS writes //host/name
    String before = target.namespace;
    before = before == null || before.length() == 0 ? null : before;
    if (name == null) {
      target.namespace = instance != null && before != null ? instance + '|' + before : before;
    } else {
      String of = instance != null ? instance : before;
      target.namespace = of == null ? name : of + '|' + name;
    }
  }
}
