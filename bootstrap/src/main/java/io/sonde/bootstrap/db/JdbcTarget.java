package io.sonde.bootstrap.db;

/** Where a JDBC URL leads, as far as it has been read. */
final class JdbcTarget {
  private static final int MAX_NAME = 256;

  final String system;
  String namespace;
  String host;
  int port;

  JdbcTarget(String system) {
    this.system = system;
  }

  boolean sqlServer() {
    return system.equals("microsoft.sql_server");
  }

  /** The first of the hosts; false when it is none. */
  boolean hosts(String hosts) {
    if (hosts.length() == 0) {
      return true;
    }
    if (hosts.indexOf('(') >= 0) {
      // address=(host=h)(port=p), (host=h,port=p)
      port(JdbcUrlText.value(hosts, "port"));
      return host(JdbcUrlText.value(hosts, "host"));
    }
    String first = hosts.substring(0, JdbcUrlText.first(hosts, ",", 0));
    int backslash = first.indexOf('\\');
    if (backslash >= 0 && sqlServer()) {
      int colon = JdbcUrlText.first(first, ":", backslash);
      namespace = first.substring(backslash + 1, colon);
      first = first.substring(0, backslash) + first.substring(colon);
    }
    int bracket = first.lastIndexOf(']');
    int colon = first.indexOf(':', Math.max(0, bracket));
    if (bracket < 0 && colon >= 0 && first.indexOf(':', colon + 1) >= 0) {
      // An IPv6 address without brackets
      return host(first);
    }
    if (colon >= 0 && !port(first.substring(colon + 1))) {
      return false;
    }
    return host(colon < 0 ? first : first.substring(0, colon));
  }

  boolean port(String text) {
    int number = 0;
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      number = number * 10 + c - '0';
      if (c < '0' || c > '9' || number > 65535) {
        return false;
      }
    }
    port = number;
    return true;
  }

  boolean host(String text) {
    String name = text;
    if (name != null && name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    if (name == null || name.length() == 0) {
      return true;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && ".-_:%".indexOf(c) < 0) {
        return false;
      }
    }
    host = name.length() <= MAX_NAME ? name : null;
    return true;
  }

  Database database() {
    String name = namespace;
    if (name != null
        && (name.length() == 0 || name.length() > MAX_NAME || name.indexOf('@') >= 0)) {
      name = null;
    }
    return new Database(system, name, host, host == null ? 0 : port);
  }
}
