package io.sonde.smoke.programs.allocation;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Goes the paths that an application goes most often, and writes what each allocates. Arguments:
 * port and password of a Redis server, or none. Ends when stdin ends.
 */
public final class HotPaths {
  private static final String HELLO = "hello";

  private HotPaths() {}

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("allocation").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", null);
    Hello hello = new Hello();
    Tomcat.addServlet(context, "hello", hello);
    context.addServletMappingDecoded("/hello", "hello");
    context.addServletMappingDecoded("/health", "hello");
    Tomcat.addServlet(context, "inside", new Inside(args)).addMapping("/inside");
    Connector connector = tomcat.getConnector();
    // One thread serves all requests, so that its count is theirs.
    connector.setProperty("maxThreads", "1");
    connector.setProperty("minSpareThreads", "1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    tomcat.start();

    int port = connector.getLocalPort();
    String traceparent = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n";
    try (HttpGet request = new HttpGet(port, "/hello", "", HELLO)) {
      Meter.measure("servlet", () -> hello.allocated, () -> hello.answer(request));
    }
    try (HttpGet request = new HttpGet(port, "/hello", traceparent, HELLO)) {
      Meter.measure("servlet, traceparent", () -> hello.allocated, () -> hello.answer(request));
    }
    try (HttpGet request = new HttpGet(port, "/health", "", HELLO)) {
      Meter.measure("servlet, excluded", () -> hello.allocated, () -> hello.answer(request));
    }
    LibraryPaths.withoutRequest();
    try (HttpGet request = new HttpGet(port, "/inside", "", Inside.DONE)) {
      request.send();
    }
    System.out.println("done");
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  /** A plain servlet. What is allocated from one call to the next is one whole request. */
  private static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1;

    private volatile long allocated;
    private volatile Thread thread;

    /**
     * Waits for the thread to come back to its pool. Otherwise it would depend on chance whether it
     * finds the next request at once or has to wait for it, which allocates.
     */
    void answer(HttpGet request) throws IOException {
      request.send();
      while (thread.getState() == Thread.State.RUNNABLE) {
        Thread.yield();
      }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      thread = Thread.currentThread();
      allocated = Meter.allocated();
      response.setContentLength(HELLO.length());
      response.getOutputStream().print(HELLO);
    }
  }

  /** Calls the libraries from within a request. */
  private static final class Inside extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String DONE = "inside";

    private final transient String[] redis;

    Inside(String[] redis) {
      this.redis = redis;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        LibraryPaths.inRequest();
        if (redis.length > 0) {
          RedisPaths.inRequest(Integer.parseInt(redis[0]), redis[1]);
        }
      } catch (Exception e) {
        throw new IOException(e);
      }
      response.getOutputStream().print(DONE);
    }
  }
}
