package io.sonde.bootstrap.db;

import io.sonde.bootstrap.WeakTable;

/**
 * Where the connections of drivers lead, and which calls are the driver's own. A pool's or
 * wrapper's connection calls the driver's inside its own method: what a call makes belongs to the
 * innermost. Thread safe.
 */
public final class SqlConnections {
  private static final int CAPACITY = 1 << 14;

  private static final WeakTable<Object, Database> DATABASES =
      new WeakTable<Object, Database>(CAPACITY);

  /** Classes of connections that were seen to call another's. */
  private static final WeakTable<Class<?>, Boolean> WRAPPERS =
      new WeakTable<Class<?>, Boolean>(1024);

  /** Holds numbers only: nothing of the application stays on its threads. */
  private static final ThreadLocal<Calls> CALLS =
      new ThreadLocal<Calls>() {
        @Override
        protected Calls initialValue() {
          return new Calls();
        }
      };

  private SqlConnections() {}

  /**
   * A driver begins to connect. What SQL it executes for that is none of the application's.
   *
   * @return for {@link #connected}
   */
  public static long beginConnect() {
    Calls calls = CALLS.get();
    long token = (long) calls.connected << 1 | (calls.quiet ? 1 : 0);
    calls.quiet = true;
    return token;
  }

  /**
   * A driver has connected, or failed.
   *
   * @param token what {@link #beginConnect} returned
   * @param connection null when it failed, or when the URL is not the driver's
   */
  public static void connected(long token, Object connection, String url) {
    Calls calls = CALLS.get();
    calls.quiet = (token & 1) != 0;
    if (connection != null && calls.connected == token >> 1) {
      calls.connected++;
      DATABASES.put(connection, JdbcUrl.parse(url));
    }
  }

  /**
   * Sets whether what this thread executes is for the driver itself, as to check a connection.
   *
   * @return what it was, to be set again
   */
  public static boolean quiet(boolean quiet) {
    Calls calls = CALLS.get();
    boolean before = calls.quiet;
    calls.quiet = quiet;
    return before;
  }

  /** To be called before a statement is made; returned is what {@link #created} wants. */
  public static int beginCreate() {
    return CALLS.get().made;
  }

  /**
   * A statement was made.
   *
   * @param begin what {@link #beginCreate} returned
   * @param sql what was prepared, or null
   * @return whether {@link #observe} and {@link #observed} must follow, because the connection is
   *     not known yet
   */
  public static boolean created(int begin, Object connection, Object statement, String sql) {
    Calls calls = CALLS.get();
    if (calls.made != begin) {
      noteWrapper(calls, connection);
      return false;
    }
    calls.made++;
    calls.connection = System.identityHashCode(connection);
    Database database = DATABASES.get(connection);
    StatementState.put(statement, sql, database == null ? Database.UNKNOWN : database);
    // A wrapper that answers out of its cache is not asked: its answer may need the pool (F3).
    return database == null && !calls.quiet && WRAPPERS.get(connection.getClass()) == null;
  }

  /** A pool's connection is a new object each time, which has its hash made by the JVM. */
  private static void noteWrapper(Calls calls, Object connection) {
    int type = System.identityHashCode(connection.getClass());
    if (calls.wrapper != type && calls.connection != System.identityHashCode(connection)) {
      if (WRAPPERS.get(connection.getClass()) == null) {
        WRAPPERS.put(connection.getClass(), Boolean.TRUE);
      }
      calls.wrapper = type;
    }
  }

  /**
   * Marks the begin of a question to the driver for the URL of its connection. It is asked once;
   * what SQL it executes to answer is none of the application's (faults F1, F2).
   */
  public static void observe(Object connection) {
    CALLS.get().quiet = true;
    DATABASES.put(connection, Database.UNKNOWN);
  }

  /**
   * The question is answered.
   *
   * @param url the answer, or null
   */
  public static void observed(Object connection, Object statement, String sql, String url) {
    CALLS.get().quiet = false;
    if (url != null) {
      Database database = JdbcUrl.parse(url);
      DATABASES.put(connection, database);
      StatementState.put(statement, sql, database);
    }
  }

  static boolean quiet() {
    return CALLS.get().quiet;
  }

  private static final class Calls {
    /** How many connections were made. */
    int connected;

    /** How many statements were made. */
    int made;

    /** Identity of the connection that made the last statement. */
    int connection;

    /** Identity of the class that was noted as a wrapper last. */
    int wrapper;

    /** What is executed now is for the driver itself. */
    boolean quiet;
  }
}
