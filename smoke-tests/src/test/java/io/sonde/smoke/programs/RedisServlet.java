package io.sonde.smoke.programs;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A server that calls Redis as its paths say: one request for each way of calling. */
final class RedisServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Callable<?>> ways;

  private RedisServlet(Map<String, Callable<?>> ways) {
    this.ways = ways;
  }

  /** Serves until stdin ends, then ends the JVM, whatever threads the clients have left. */
  static void serve(Map<String, Callable<?>> ways) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("redis").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "redis", new RedisServlet(ways)).addMapping("/*");
    tomcat.getConnector();
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  /** The task on a thread that was there before the first request. */
  static Callable<String> onWorker(Runnable task) {
    CountDownLatch start = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              try {
                start.await();
                task.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    worker.start();
    return () -> {
      start.countDown();
      worker.join();
      return "done";
    };
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object answer;
    try {
      answer = ways.get(request.getRequestURI().substring(1)).call();
    } catch (Exception e) {
      answer = e.getClass().getName();
    }
    response.getWriter().print(answer);
  }
}
