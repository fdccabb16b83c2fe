package io.sonde.bootstrap.db;

/**
 * How a database quotes. Where it is not known, or differs between the databases of a group, the
 * scanner takes what shows less (fault F8).
 */
final class SqlDialect {
  private static final int NO = 0;
  private static final int YES = 1;
  private static final int DOUBT = 2;

  static final SqlDialect UNKNOWN = new SqlDialect(NO, DOUBT, NO, DOUBT, DOUBT);
  private static final SqlDialect STANDARD = new SqlDialect(YES, NO, NO, NO, DOUBT);
  private static final SqlDialect ORACLE = new SqlDialect(YES, NO, NO, NO, NO);
  private static final SqlDialect POSTGRESQL = new SqlDialect(YES, NO, NO, NO, YES);
  private static final SqlDialect MYSQL = new SqlDialect(NO, YES, NO, YES, NO);
  private static final SqlDialect SQL_SERVER = new SqlDialect(YES, NO, YES, NO, YES);

  /** SQLite takes {@code "x"} for a string when there is no such column. */
  private static final SqlDialect SQLITE = new SqlDialect(NO, NO, YES, NO, NO);

  private final int doubleQuotedNames;
  private final int backslash;
  private final int bracketedNames;
  private final int hashComments;
  private final int nestedComments;

  private SqlDialect(
      int doubleQuotedNames,
      int backslash,
      int bracketedNames,
      int hashComments,
      int nestedComments) {
    this.doubleQuotedNames = doubleQuotedNames;
    this.backslash = backslash;
    this.bracketedNames = bracketedNames;
    this.hashComments = hashComments;
    this.nestedComments = nestedComments;
  }

  /** The dialect of a {@code db.system.name}. */
  static SqlDialect of(String system) {
    switch (system) {
      case "postgresql":
      case "aws.redshift":
      case "cockroachdb":
        return POSTGRESQL;
      case "mysql":
      case "mariadb":
      case "clickhouse":
        return MYSQL;
      case "microsoft.sql_server":
        return SQL_SERVER;
      case "sqlite":
        return SQLITE;
      case "oracle.db":
        return ORACLE;
      case "h2database":
      case "hsqldb":
      case "derby":
      case "ibm.db2":
      case "sap.hana":
      case "trino":
      case "firebirdsql":
      case "teradata":
        return STANDARD;
      default:
        return UNKNOWN;
    }
  }

  /** Whether {@code "x"} is an identifier; else it is a string. */
  boolean doubleQuotedNames() {
    return doubleQuotedNames == YES;
  }

  /** Whether {@code \'} is a quote within a string. */
  boolean backslashEscapes() {
    return backslash == YES;
  }

  boolean backslashDoubtful() {
    return backslash == DOUBT;
  }

  /** Whether {@code [x]} is an identifier. */
  boolean bracketedNames() {
    return bracketedNames == YES;
  }

  /** Whether {@code #} begins a comment, and {@code --} only with white space behind it. */
  boolean hashComments() {
    return hashComments == YES;
  }

  boolean hashDoubtful() {
    return hashComments == DOUBT;
  }

  boolean nestedComments() {
    return nestedComments == YES;
  }

  boolean nestingDoubtful() {
    return nestedComments == DOUBT;
  }

  /** Whether a bare word among the arguments of EXEC is a string. */
  boolean bareWordStrings() {
    return this == SQL_SERVER || this == UNKNOWN;
  }
}
