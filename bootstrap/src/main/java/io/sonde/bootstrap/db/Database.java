package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Numbers;

/** Which database a connection leads to. Immutable. */
public final class Database {
  public static final Database UNKNOWN = new Database("other_sql", null, null, 0);

  final String system;
  final String namespace;
  final String address;
  final Long port;
  final SqlDialect dialect;

  /**
   * @param system {@code db.system.name}: postgresql, mysql, redis, ...
   * @param namespace the database within the server, or null
   * @param address host as configured, or null
   * @param port 0 when unknown
   */
  public Database(String system, String namespace, String address, int port) {
    this.system = system;
    this.namespace = namespace;
    this.address = address;
    this.port = port > 0 ? Numbers.box(port) : null;
    dialect = SqlDialect.of(system);
  }

  public String system() {
    return system;
  }

  public String namespace() {
    return namespace;
  }

  public String address() {
    return address;
  }

  /** 0 when unknown. */
  public int port() {
    return port == null ? 0 : port.intValue();
  }
}
