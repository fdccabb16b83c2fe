package io.sonde.smoke;

import io.sonde.testing.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import redis.embedded.RedisServer;

/** A PostgreSQL with a table of users, and a Redis. */
final class Servers implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final RedisServer redis;

  Servers() throws IOException, SQLException {
    redis = new RedisServer(FreePort.next());
    redis.start();
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE users (id INT PRIMARY KEY, name TEXT)");
      statement.execute("INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 100) i");
    }
  }

  String postgresUrl() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  int redisPort() {
    return redis.ports().get(0);
  }

  @Override
  public void close() throws IOException {
    try {
      postgres.close();
    } finally {
      redis.stop();
    }
  }
}
