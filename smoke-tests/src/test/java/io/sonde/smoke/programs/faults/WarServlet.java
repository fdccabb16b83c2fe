package io.sonde.smoke.programs.faults;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisException;

/** What a WAR does that brings its libraries along; it cleans up when it is undeployed. */
public final class WarServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOGGER = LoggerFactory.getLogger(WarServlet.class);

  private transient ExecutorService threads;
  private transient JedisPooled redis;
  private transient Connection connection;

  @Override
  public void init() {
    threads = Executors.newSingleThreadExecutor();
    // Nobody listens there; the client and its pool are used all the same.
    redis = new JedisPooled("127.0.0.1", 1);
    try {
      Class.forName("org.h2.Driver");
      connection = DriverManager.getConnection("jdbc:h2:mem:");
    } catch (ReflectiveOperationException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    MDC.put("war", getServletContext().getContextPath());
    try (ResultSet rows = connection.prepareStatement("SELECT 1").executeQuery()) {
      rows.next();
      String library = threads.submit(this::ping).get();
      LOGGER.info("row {}, Redis {}", rows.getInt(1), library, new IOException("for its frames"));
      response.getWriter().print(rows.getInt(1) + " " + library);
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      MDC.clear();
    }
  }

  private String ping() {
    try {
      return redis.ping();
    } catch (JedisException e) {
      return "is away";
    }
  }

  @Override
  public void destroy() {
    threads.shutdown();
    redis.close();
    Object logback = LoggerFactory.getILoggerFactory();
    try {
      connection.close();
      logback.getClass().getMethod("stop").invoke(logback);
    } catch (SQLException | ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
