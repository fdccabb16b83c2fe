package io.sonde.smoke.programs.spring;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import redis.clients.jedis.JedisPool;

/** A web application with two databases and two clients of Redis; it is ended by a signal. */
@SpringBootApplication
public class Application {
  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
    System.out.println("started");
  }

  @Bean
  HikariDataSource postgres() {
    HikariDataSource source = new HikariDataSource();
    source.setJdbcUrl(System.getProperty("postgres.url"));
    source.setMaximumPoolSize(2);
    source.setPoolName("users");
    return source;
  }

  /** Not a second bean of type DataSource, of which Spring would have to choose one. */
  @Bean
  Memory memory() {
    HikariDataSource source = new HikariDataSource();
    source.setJdbcUrl("jdbc:h2:mem:shoes;DB_CLOSE_DELAY=-1");
    source.setMaximumPoolSize(2);
    source.setPoolName("shoes");
    return new Memory(new JdbcTemplate(source));
  }

  @Bean(destroyMethod = "close")
  JedisPool jedis() {
    return new JedisPool("127.0.0.1", Integer.getInteger("redis.port"));
  }

  /** The database in memory. */
  static final class Memory {
    final JdbcTemplate template;

    Memory(JdbcTemplate template) {
      this.template = template;
      template.execute("CREATE TABLE shoes (id INT PRIMARY KEY, name VARCHAR(40))");
      template.update("INSERT INTO shoes VALUES (7, 'boot')");
    }
  }
}
