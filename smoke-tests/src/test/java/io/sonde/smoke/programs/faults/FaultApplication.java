package io.sonde.smoke.programs.faults;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import redis.clients.jedis.JedisPooled;

/**
 * A servlet on Tomcat whose answers depend on the request alone, so that two processes can be
 * compared byte by byte: H2, Redis (with {@code -Dredis.url}), Logback, the JDK's HTTP client,
 * asynchronous answers. Says {@code port <n>} when it serves. A line of stdin is logged, is a
 * {@link Pressure}, or is {@code exit}: status 3. At the end of stdin main returns, all threads
 * ended.
 */
public final class FaultApplication extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOGGER = LoggerFactory.getLogger(FaultApplication.class);
  private static final String DATABASE = "jdbc:h2:mem:faults;DB_CLOSE_DELAY=-1";

  /** Spring's {@code HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE}. */
  private static final String ROUTE =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final transient ExecutorService threads = Executors.newFixedThreadPool(4);
  private final transient HttpClient client = HttpClient.newHttpClient();
  private final transient JedisPooled redis;

  private FaultApplication(String redisUrl) {
    redis = redisUrl == null ? null : new JedisPooled(URI.create(redisUrl));
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    if (Boolean.getBoolean("log.everything")) {
      LogEverything.begin();
    }
    FaultApplication application = new FaultApplication(System.getProperty("redis.url"));
    try (Connection connection = DriverManager.getConnection(DATABASE)) {
      connection.createStatement().execute("CREATE TABLE items (id INT PRIMARY KEY, name TEXT)");
      connection
          .createStatement()
          .execute("INSERT INTO items SELECT x, 'item ' || x FROM SYSTEM_RANGE(0, 99)");
    }
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("faults").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", null);
    Wrapper wrapper = Tomcat.addServlet(context, "faults", application);
    wrapper.setAsyncSupported(true);
    wrapper.setMultipartConfigElement(new MultipartConfigElement(""));
    wrapper.addMapping("/*");
    tomcat
        .getConnector()
        .setProperty("maxHttpHeaderSize", System.getProperty("tomcat.header.bytes", "8192"));
    tomcat.start();
    out.println("port " + tomcat.getConnector().getLocalPort());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "exit" -> System.exit(3);
        case "fill the heap" -> Pressure.fillHeap();
        case "free the heap" -> Pressure.freeHeap();
        case "burn" -> Pressure.burn();
        case "stop burning" -> Pressure.stopBurning();
        default -> {
          LOGGER.info(line);
          System.out.println("logged " + line);
        }
      }
    }
    tomcat.stop();
    tomcat.destroy();
    application.threads.shutdown();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    response.setContentType("text/plain;charset=utf-8");
    try {
      switch (path) {
        case "/db" -> response.getWriter().print(query(number(request)));
        case "/sql" -> response.getWriter().print(statement(request));
        case "/redis" -> response.getWriter().print(cache(number(request)));
        case "/log" -> response.getWriter().print(log(request));
        case "/mdc" -> response.getWriter().print(MdcProbe.run(number(request)));
        case "/hostile" -> response.getWriter().print(HostileLog.run(number(request)));
        case "/client" -> response.getWriter().print(call(request));
        case "/async" -> answerLater(request);
        case "/post" -> response.getWriter().print(digest(request));
        case "/headers" -> headers(request, response);
        case "/secrets" -> Secrets.serve(request, response, client);
        case "/status" -> response.sendError(number(request));
        case "/throw" -> throw new ServletException("told to: " + request.getQueryString());
        default -> other(request, response);
      }
    } catch (IOException | ServletException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  /**
   * What is below {@code /route/} is a pattern of its own, as a router of the application has it.
   */
  private static void other(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    if (path.startsWith("/none/")) {
      response.sendError(404);
      return;
    }
    if (path.startsWith("/route/")) {
      request.setAttribute(ROUTE, path);
    }
    response.getWriter().print("hello " + path + " " + request.getQueryString());
  }

  private static int number(HttpServletRequest request) {
    return Integer.parseInt(request.getParameter("n"));
  }

  private static String query(int n) throws Exception {
    try (Connection connection = DriverManager.getConnection(DATABASE);
        PreparedStatement statement =
            connection.prepareStatement("SELECT id, name FROM items WHERE id = ?")) {
      statement.setInt(1, n % 100);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getInt(1) + " " + rows.getString(2) : "none";
      }
    }
  }

  /** The word CANARY stands for one, which is no secret of the URL's then. */
  private static String statement(HttpServletRequest request) throws Exception {
    String sql = request.getParameter("sql").replace("CANARY", "S3CR3T-literal");
    try (Connection connection = DriverManager.getConnection(DATABASE);
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "none";
    }
  }

  private String cache(int n) {
    if (redis == null) {
      return "no Redis";
    }
    String key = "key:" + n % 100;
    redis.set(key, "value " + n % 100);
    return redis.get(key);
  }

  /** What the application sees of its own MDC is in the answer. */
  private static String log(HttpServletRequest request) {
    MDC.put("user", "u-" + request.getParameter("n"));
    try {
      LOGGER.info("seq={} logged", request.getParameter("n"));
      return MDC.getCopyOfContextMap().toString();
    } finally {
      MDC.clear();
    }
  }

  /** Calls itself, at {@code path}. */
  private String call(HttpServletRequest request) throws Exception {
    String path = request.getParameter("path") == null ? "/called" : request.getParameter("path");
    URI uri =
        URI.create("http://127.0.0.1:" + request.getLocalPort() + path + "?" + number(request));
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void answerLater(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    int n = number(request);
    threads.execute(
        () -> {
          try {
            async.getResponse().getWriter().print("later " + query(n));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          } finally {
            async.complete();
          }
        });
  }

  private static String digest(HttpServletRequest request) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[8192];
    long total = 0;
    for (int n; (n = request.getInputStream().read(buffer)) >= 0; total += n) {
      digest.update(buffer, 0, n);
    }
    return total + " " + HexFormat.of().formatHex(digest.digest());
  }

  private static void headers(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    for (String name : Collections.list(request.getHeaderNames())) {
      if (!name.equals("host")) {
        response
            .getWriter()
            .println(name + ": " + String.join(" | ", Collections.list(request.getHeaders(name))));
      }
    }
  }
}
