package io.sonde.bootstrap.db;

/** How a connection pool shows its state; called by the agent's threads, must not block. */
public interface ConnectionPool {
  /** The pool's name. */
  String name();

  int idle();

  int used();

  int pending();

  int max();

  int minIdle();
}
