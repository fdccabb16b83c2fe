package io.sonde.smoke.programs.old;

import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPooled;

/** What an application of Java 8 is made of, with the last versions of its libraries that run there. */
public class OldApplication extends HttpServlet {
  private static final Logger LOGGER = LoggerFactory.getLogger(OldApplication.class);

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final HikariDataSource database = new HikariDataSource();
  private final JedisPooled jedis;
  private final RedisCommands<String, String> lettuce;

  private OldApplication(int port, String password) {
    database.setJdbcUrl("jdbc:h2:mem:old");
    jedis =
        new JedisPooled(
            new HostAndPort("127.0.0.1", port),
            DefaultJedisClientConfig.builder().password(password).build());
    RedisURI uri = RedisURI.create("127.0.0.1", port);
    uri.setPassword(password.toCharArray());
    lettuce = RedisClient.create(uri).connect().sync();
  }

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[0]);
    tomcat.setPort(0);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "old", new OldApplication(Integer.parseInt(args[1]), args[2]));
    context.addServletMappingDecoded("/orders/*", "old");
    context.addServletMappingDecoded("/price", "old");
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    System.in.read();
    System.exit(0);
  }

  @Override
  protected void doGet(final HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      if (!request.getServletPath().equals("/price")) {
        order(request.getLocalPort());
      }
      response.getWriter().print("done");
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void order(final int port) throws Exception {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement("SELECT ? FROM dual")) {
      query.setInt(1, 1);
      query.executeQuery().close();
    }
    jedis.set("k", "v");
    lettuce.get("k");
    executor.submit(() -> price(port)).get();
  }

  private static Void price(int port) throws IOException {
    URL url = new URL("http://127.0.0.1:" + port + "/price");
    ((HttpURLConnection) url.openConnection()).getInputStream().close();
    LOGGER.warn("priced", new IllegalStateException("boom"));
    return null;
  }
}
