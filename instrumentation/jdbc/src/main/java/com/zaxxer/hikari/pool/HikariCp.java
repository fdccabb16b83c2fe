package com.zaxxer.hikari.pool;

import com.zaxxer.hikari.util.ClockSource;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.db.ConnectionPool;
import io.sonde.bootstrap.db.ConnectionPools;
import io.sonde.bootstrap.metrics.Metrics;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;

/**
 * HikariCP 3 to 7: the state of its pools and the times of their connections. The pool's metrics
 * tracker is left alone: the application may set one, and a pool takes only one.
 */
@Instrumentation("hikaricp")
final class HikariCp implements ConnectionPool {
  private final HikariPool pool;

  private HikariCp(HikariPool pool) {
    this.pool = pool;
  }

  /** The end of the constructor, whether or not there are beans to register. */
  @Weave(
      types = "com.zaxxer.hikari.pool.PoolBase",
      methods = {"registerMBeans", "handleMBeans"})
  static final class Started {
    @Enter
    static void enter(@Arg(0) HikariPool pool) {
      if (pool.poolState != HikariPool.POOL_SHUTDOWN) {
        ConnectionPools.add(new HikariCp(pool));
      }
    }
  }

  /** The pool closes. */
  @Weave(types = "com.zaxxer.hikari.pool.HikariPool", methods = "shutdown()V")
  static final class Shutdown {
    @Enter
    static void enter(@This HikariPool pool) {
      ConnectionPools.remove(new HikariCp(pool));
    }
  }

  /** A connection is borrowed. */
  @Weave(
      types = "com.zaxxer.hikari.pool.HikariPool",
      methods = "getConnection(J)Ljava/sql/Connection;")
  static final class Borrow {
    @Enter
    static long enter() {
      return System.nanoTime();
    }

    @Exit
    static void exit(
        @Token long start,
        @This HikariPool pool,
        @Return Connection connection,
        @Thrown Throwable thrown) {
      if (thrown == null) {
        // HikariCP itself does it only where a metrics tracker is set.
        ((ProxyConnection) connection).getPoolEntry().lastBorrowed = ClockSource.currentTime();
        Metrics.DB_CONNECTION_WAIT_TIME
            .series(pool.poolName)
            .record(System.nanoTime() - start, Span.current());
      } else if (thrown instanceof SQLTransientConnectionException) {
        Metrics.DB_CONNECTION_TIMEOUTS.series(pool.poolName).add(1);
      }
    }
  }

  /** A connection is made. */
  @Weave(types = "com.zaxxer.hikari.pool.PoolBase", methods = "newPoolEntry")
  static final class Make {
    @Enter
    static long enter() {
      return System.nanoTime();
    }

    @Exit
    static void exit(@Token long start, @This PoolBase pool, @Thrown Throwable thrown) {
      if (thrown == null) {
        Metrics.DB_CONNECTION_CREATE_TIME
            .series(pool.poolName)
            .record(System.nanoTime() - start, null);
      }
    }
  }

  /** A connection is given back. */
  @Weave(types = "com.zaxxer.hikari.pool.HikariPool", methods = "recycle")
  static final class Recycle {
    @Enter
    static void enter(@This HikariPool pool, @Arg(0) PoolEntry entry) {
      Metrics.DB_CONNECTION_USE_TIME
          .series(pool.poolName)
          .record(ClockSource.elapsedNanos(entry.lastBorrowed), Span.current());
    }
  }

  // ---- ConnectionPool

  @Override
  public String name() {
    return pool.poolName;
  }

  @Override
  public int idle() {
    return pool.getIdleConnections();
  }

  @Override
  public int used() {
    return pool.getActiveConnections();
  }

  @Override
  public int pending() {
    return pool.getThreadsAwaitingConnection();
  }

  @Override
  public int max() {
    return pool.config.getMaximumPoolSize();
  }

  @Override
  public int minIdle() {
    return pool.config.getMinimumIdle();
  }

  /** One pool is one entry, however often it is looked at. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HikariCp && ((HikariCp) other).pool == pool;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(pool);
  }
}
