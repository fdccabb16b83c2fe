package io.sonde.benchmarks.service;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import redis.clients.jedis.JedisPooled;

/** Answers with as little work of its own as can be, so that what an agent adds stands out. */
@SpringBootApplication
@RestController
public class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final DataSource database;
  private final JedisPooled redis;

  Service(DataSource database, @Value("${redis.port}") int redisPort) {
    this.database = database;
    this.redis = new JedisPooled("127.0.0.1", redisPort);
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Service.class, arguments);
  }

  @GetMapping("/hello")
  String hello() {
    return "hello";
  }

  /** Two prepared statements and a line in the log. */
  @GetMapping("/db")
  String db() throws SQLException {
    try (Connection connection = database.getConnection()) {
      String name = text(connection, "select name from shoes where id = ?", 1);
      String price = text(connection, "select price from shoes where id = ?", 2);
      LOG.info("{} costs {}", name, price);
      return name;
    }
  }

  @GetMapping("/redis")
  String redis() {
    redis.set("shoe", "Runner");
    return redis.get("shoe");
  }

  private static String text(Connection connection, String sql, int id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
