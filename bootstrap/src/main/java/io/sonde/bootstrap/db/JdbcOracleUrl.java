package io.sonde.bootstrap.db;

/** URLs of Oracle. */
final class JdbcOracleUrl {
  private JdbcOracleUrl() {}

  /** {@code thin:[user/password]@target}, where target is a descriptor, an address or a name. */
  static void read(String rest, JdbcTarget target) {
    int at = rest.lastIndexOf('@');
    if (at < 0) {
      return;
    }
    String text = rest.substring(at + 1).trim();
    if (text.startsWith("(")) {
      target.port(JdbcUrlText.value(text, "port"));
      target.host(JdbcUrlText.value(text, "host"));
      String name = JdbcUrlText.value(text, "service_name");
      target.namespace = name != null ? name : JdbcUrlText.value(text, "sid");
      return;
    }
    int slashes = text.indexOf("//");
    if (slashes >= 0) {
      text = text.substring(slashes + 2);
    }
    text = text.substring(0, JdbcUrlText.first(text, "?;", 0));
    int bracket = Math.max(0, text.indexOf(']'));
    int slash = JdbcUrlText.first(text, "/", bracket);
    int colon = JdbcUrlText.first(text, ":", bracket);
    if (slash == text.length() && colon == text.length() && slashes < 0) {
      // An alias of tnsnames.ora
      target.namespace = text;
      return;
    }
    String name = null;
    String address = text.substring(0, slash);
    if (slash < text.length()) {
      name = text.substring(slash + 1);
    } else {
      int sid = text.indexOf(':', Math.min(text.length(), colon + 1));
      if (sid >= 0) {
        address = text.substring(0, sid);
        name = text.substring(sid + 1);
      }
    }
    if (target.hosts(address) && name != null) {
      // service:server_type/instance
      target.namespace = name.substring(0, JdbcUrlText.first(name, ":/", 0));
    }
  }
}
