package io.sonde.bootstrap.db;

import java.util.Locale;

/**
 * Reads where a JDBC URL leads. Total: any text gives a database, unknown at worst (fault F9). Of
 * user info and parameters nothing is kept (fault F11); where it is in doubt where the user info
 * ends, neither host nor name is.
 */
final class JdbcUrl {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_NAME = 256;

  private final String system;
  private String namespace;
  private String host;
  private int port;

  private JdbcUrl(String system) {
    this.system = system;
  }

  /** The database of {@code url}, which may be null. */
  static Database parse(String url) {
    if (url == null || url.length() > MAX_LENGTH || !url.regionMatches(true, 0, "jdbc:", 0, 5)) {
      return Database.UNKNOWN;
    }
    int colon = url.indexOf(':', 5);
    if (colon < 0) {
      return Database.UNKNOWN;
    }
    String driver = url.substring(5, colon).toLowerCase(Locale.ROOT);
    String rest = url.substring(colon + 1);
    if (driver.equals("jtds") || driver.equals("datadirect") || driver.equals("weblogic")) {
      rest = after(rest, ":");
    }
    JdbcUrl parsed = new JdbcUrl(system(driver));
    switch (driver) {
      case "oracle":
        parsed.oracle(rest);
        break;
      case "h2":
      case "hsqldb":
      case "derby":
      case "sqlite":
        parsed.embedded(driver, rest);
        break;
      default:
        parsed.server(driver, rest);
    }
    return parsed.database();
  }

  private static String system(String driver) {
    switch (driver) {
      case "postgresql":
      case "pgsql":
      case "edb":
        return "postgresql";
      case "mysql":
      case "mariadb":
      case "hsqldb":
      case "derby":
      case "sqlite":
      case "clickhouse":
      case "cockroachdb":
      case "trino":
      case "teradata":
      case "firebirdsql":
      case "cassandra":
      case "neo4j":
        return driver;
      case "ch":
        return "clickhouse";
      case "sqlserver":
      case "jtds":
      case "microsoft":
        return "microsoft.sql_server";
      case "oracle":
        return "oracle.db";
      case "h2":
        return "h2database";
      case "db2":
      case "as400":
        return "ibm.db2";
      case "redshift":
        return "aws.redshift";
      case "informix-sqli":
        return "ibm.informix";
      case "netezza":
        return "ibm.netezza";
      case "sap":
        return "sap.hana";
      case "sapdb":
        return "sap.maxdb";
      case "hive2":
        return "hive";
      case "cloudspanner":
        return "gcp.spanner";
      default:
        return "other_sql";
    }
  }

  private Database database() {
    String name = namespace;
    if (name != null
        && (name.length() == 0 || name.length() > MAX_NAME || name.indexOf('@') >= 0)) {
      name = null;
    }
    return new Database(system, name, host, host == null ? 0 : port);
  }

  // ---- databases behind a network

  /** {@code [mode:]//[user@]host[:port][,host...][/name][?;parameters]}. */
  private void server(String driver, String rest) {
    boolean sqlServer = system.equals("microsoft.sql_server");
    int slashes = rest.indexOf("//");
    int parameters = first(rest, "?;", Math.max(0, slashes));
    String main = rest.substring(0, parameters);
    String query = rest.substring(parameters);
    if (slashes < 0 || slashes > parameters) {
      // jdbc:postgresql:name, jdbc:db2:alias
      if (main.indexOf('/') < 0) {
        namespace = main;
      }
    } else {
      String location = main.substring(slashes + 2);
      int at = location.lastIndexOf('@');
      int slash = first(location, "/", Math.max(0, location.lastIndexOf(')')));
      if (at > slash || !hosts(location.substring(at + 1, slash))) {
        return;
      }
      if (slash < location.length()) {
        String name = location.substring(slash + 1);
        // jdbc:db2://host/name:user=u;password=p; jdbc:informix-sqli://host/name:INFORMIXSERVER=s
        namespace = name.substring(0, first(name, ":&", 0));
      }
    }
    if (sqlServer) {
      sqlServer(query);
    } else if (driver.equals("postgresql")) {
      String schema = parameter(query, "currentschema");
      if (schema != null && namespace != null) {
        namespace = namespace + '|' + schema;
      }
    } else if (namespace == null || namespace.length() == 0) {
      String name = parameter(query, driver.equals("sap") ? "databasename" : "database");
      namespace = name == null ? namespace : name;
    }
  }

  /** The first of the hosts; false when it is none. */
  private boolean hosts(String hosts) {
    if (hosts.length() == 0) {
      return true;
    }
    if (hosts.indexOf('(') >= 0) {
      // address=(host=h)(port=p), (host=h,port=p)
      port(value(hosts, "port"));
      return host(value(hosts, "host"));
    }
    String first = hosts.substring(0, first(hosts, ",", 0));
    int backslash = first.indexOf('\\');
    if (backslash >= 0 && system.equals("microsoft.sql_server")) {
      int colon = first(first, ":", backslash);
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

  private boolean port(String text) {
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

  private boolean host(String text) {
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

  private void sqlServer(String query) {
    String instance = parameter(query, "instancename");
    if (instance == null) {
      instance = parameter(query, "instance");
    }
    if (host == null) {
      host(parameter(query, "servername"));
    }
    if (host == null) {
      host(parameter(query, "server"));
    }
    if (port == 0) {
      port(parameter(query, "portnumber"));
    }
    if (port == 0) {
      port(parameter(query, "port"));
    }
    String name = parameter(query, "databasename");
    if (name == null) {
      name = parameter(query, "database");
    }
    // host\instance has put the instance there; jTDS writes //host/name
    String before = namespace == null || namespace.length() == 0 ? null : namespace;
    if (name == null) {
      namespace = instance != null && before != null ? instance + '|' + before : before;
    } else {
      String of = instance != null ? instance : before;
      namespace = of == null ? name : of + '|' + name;
    }
  }

  // ---- Oracle

  /** {@code thin:[user/password]@target}, where target is a descriptor, an address or a name. */
  private void oracle(String rest) {
    int at = rest.lastIndexOf('@');
    if (at < 0) {
      return;
    }
    String target = rest.substring(at + 1).trim();
    if (target.startsWith("(")) {
      port(value(target, "port"));
      host(value(target, "host"));
      String name = value(target, "service_name");
      namespace = name != null ? name : value(target, "sid");
      return;
    }
    int slashes = target.indexOf("//");
    if (slashes >= 0) {
      target = target.substring(slashes + 2);
    }
    target = target.substring(0, first(target, "?;", 0));
    int bracket = Math.max(0, target.indexOf(']'));
    int slash = first(target, "/", bracket);
    int colon = first(target, ":", bracket);
    if (slash == target.length() && colon == target.length() && slashes < 0) {
      // An alias of tnsnames.ora
      namespace = target;
      return;
    }
    String name = null;
    String address = target.substring(0, slash);
    if (slash < target.length()) {
      name = target.substring(slash + 1);
    } else {
      int sid = target.indexOf(':', Math.min(target.length(), colon + 1));
      if (sid >= 0) {
        address = target.substring(0, sid);
        name = target.substring(sid + 1);
      }
    }
    if (hosts(address) && name != null) {
      // service:server_type/instance
      namespace = name.substring(0, first(name, ":/", 0));
    }
  }

  // ---- databases in files, in memory, and their servers

  private void embedded(String driver, String rest) {
    boolean sqlite = driver.equals("sqlite");
    int end = first(rest, sqlite ? "?" : ";", 0);
    String main = rest.substring(0, end);
    int slashes = main.indexOf("//");
    if (!sqlite && slashes >= 0 && (slashes == 0 || networked(main.substring(0, slashes)))) {
      server(driver, rest);
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
      main = parameter(rest.substring(end), "databasename");
    }
    namespace = main;
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

  // ---- text

  /** Where one of {@code chars} first occurs, or the end of the text. */
  private static int first(String text, String chars, int from) {
    for (int i = from; i < text.length(); i++) {
      if (chars.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private static String after(String text, String mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(at + mark.length());
  }

  /** The value of a parameter by its name in lower case, or null. */
  private static String parameter(String query, String name) {
    int start = 0;
    while (start < query.length()) {
      int end = first(query, "&;", start + 1);
      int from = "?&;".indexOf(query.charAt(start)) >= 0 ? start + 1 : start;
      int equals = query.indexOf('=', from);
      if (equals > 0 && equals < end) {
        String key = query.substring(from, equals).trim();
        if (key.equalsIgnoreCase(name)) {
          String value = query.substring(equals + 1, end).trim();
          boolean braces = value.startsWith("{") && value.endsWith("}") && value.length() > 1;
          return braces ? value.substring(1, value.length() - 1) : value;
        }
      }
      start = end;
    }
    return null;
  }

  /** The first value of {@code (key=value)}, in a nest of those; or null. */
  private static String value(String descriptor, String key) {
    String lower = descriptor.toLowerCase(Locale.ROOT);
    for (int at = lower.indexOf(key); at >= 0; at = lower.indexOf(key, at + 1)) {
      int equals = at + key.length();
      while (equals < lower.length() && lower.charAt(equals) == ' ') {
        equals++;
      }
      boolean whole = at == 0 || "(, ".indexOf(lower.charAt(at - 1)) >= 0;
      if (whole && equals < lower.length() && lower.charAt(equals) == '=') {
        return descriptor.substring(equals + 1, first(descriptor, "),", equals)).trim();
      }
    }
    return null;
  }
}
