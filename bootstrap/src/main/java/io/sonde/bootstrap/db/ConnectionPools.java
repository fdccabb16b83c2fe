package io.sonde.bootstrap.db;

import java.util.concurrent.CopyOnWriteArrayList;

/** The pools of this process. Thread safe. */
public final class ConnectionPools {
  /** More than this are not observed; an application has a handful. */
  private static final int LIMIT = 100;

  private static final CopyOnWriteArrayList<ConnectionPool> POOLS =
      new CopyOnWriteArrayList<ConnectionPool>();

  private ConnectionPools() {}

  /** Adds a pool; {@link #remove} must follow when it closes. */
  public static void add(ConnectionPool pool) {
    if (POOLS.size() < LIMIT) {
      POOLS.add(pool);
    }
  }

  public static void remove(ConnectionPool pool) {
    POOLS.remove(pool);
  }

  /** All pools that are open, as an iterable that never changes. */
  public static Iterable<ConnectionPool> all() {
    return POOLS;
  }
}
