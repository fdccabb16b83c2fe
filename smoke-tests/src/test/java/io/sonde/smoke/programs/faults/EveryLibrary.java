package io.sonde.smoke.programs.faults;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.Metrics;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPooled;

/**
 * Each request makes use of every instrumented library once. Says {@code port <n>}; ends when its
 * stdin does, or with status 3 when it is told anything. Its Redis is {@code -Dredis.url}.
 */
public final class EveryLibrary extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient JedisPooled jedis;
  private final transient RedisClient lettuce;
  private final transient DataSource pool;
  private final transient Counter prometheus =
      Counter.builder().name("prometheus_orders_total").help("1").register();
  private final transient io.prometheus.client.Counter simple =
      io.prometheus.client.Counter.build("simple_orders_total", "1").register();

  private EveryLibrary(String redis) throws ReflectiveOperationException {
    jedis = new JedisPooled(URI.create(redis));
    lettuce = RedisClient.create(redis);
    // By reflection, as a configuration names it.
    pool =
        (DataSource)
            Class.forName("com.zaxxer.hikari.HikariDataSource").getConstructor().newInstance();
    pool.getClass().getMethod("setJdbcUrl", String.class).invoke(pool, "jdbc:h2:mem:every");
    pool.getClass().getMethod("setPoolName", String.class).invoke(pool, "every");
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    // Netty and Lettuce tell the debug log of addresses and threads, which differ.
    Object root = LoggerFactory.getLogger("ROOT");
    Class<?> level = Class.forName("ch.qos.logback.classic.Level");
    root.getClass().getMethod("setLevel", level).invoke(root, level.getField("INFO").get(null));
    EveryLibrary servlet = new EveryLibrary(System.getProperty("redis.url"));
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("every").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "every", servlet).addMapping("/*");
    tomcat.start();
    out.println("port " + tomcat.getConnector().getLocalPort());
    if (System.in.read() >= 0) {
      System.exit(3);
    }
    System.exit(0);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (var connection = pool.getConnection();
        var rows = connection.createStatement().executeQuery("SELECT 1");
        var redis = lettuce.connect()) {
      jedis.set("jedis", "1");
      redis.sync().hset("lettuce", "field", "1");
      Metrics.counter("micrometer.orders").increment();
      prometheus.inc();
      simple.inc();
      LoggerFactory.getLogger(EveryLibrary.class).info("every library");
      response.getWriter().print(rows.next() + jedis.get("jedis"));
    } catch (Exception e) {
      response.getWriter().print(e);
    }
  }
}
