package io.sonde.bootstrap.db;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /**
   * The pools that are open now. Of several by one name only the oldest: two series with the same
   * labels would make a scrape invalid.
   */
  public static List<ConnectionPool> all() {
    List<ConnectionPool> all = new ArrayList<ConnectionPool>();
    Set<String> names = new HashSet<String>();
    for (ConnectionPool pool : POOLS) {
      if (names.add(pool.name())) {
        all.add(pool);
      }
    }
    return all;
  }
}
