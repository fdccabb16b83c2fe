package io.sonde.bootstrap.db;

import java.util.Locale;

/**
 * Reads where a JDBC URL leads. Total: any text gives a database, unknown at worst (fault F9). Of
 * user info and parameters nothing is kept (fault F11); where it is in doubt where the user info
 * ends, neither host nor name is.
 */
final class JdbcUrl {
  private static final int MAX_LENGTH = 4096;

  private JdbcUrl() {}

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
      rest = JdbcUrlText.after(rest, ":");
    }
    JdbcTarget target = new JdbcTarget(system(driver));
    switch (driver) {
      case "oracle":
        JdbcOracleUrl.read(rest, target);
        break;
      case "h2":
      case "hsqldb":
      case "derby":
      case "sqlite":
        JdbcEmbeddedUrl.read(driver, rest, target);
        break;
      default:
        JdbcServerUrl.read(driver, rest, target);
    }
    return target.database();
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
}
