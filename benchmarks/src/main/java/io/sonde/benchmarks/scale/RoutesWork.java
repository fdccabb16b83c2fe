package io.sonde.benchmarks.scale;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.MessageBytes;

/** Asks for that many routes, without a network. */
final class RoutesWork {
  private static final int WARM_UP = 60_000;
  private static final int PASSES = 7;
  private static final int LEAST_REQUESTS = 20_000;

  private final Request request = new Request();
  private final Response response = new Response();
  private final RouteServlet servlet = new RouteServlet();
  private final Adapter adapter;

  private RoutesWork() throws Exception {
    Path folder = Files.createTempDirectory("sonde-scale");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "routes", servlet);
    context.addServletMappingDecoded("/*", "routes");
    tomcat.getConnector();
    tomcat.start();
    adapter = tomcat.getConnector().getProtocolHandler().getAdapter();
    request.setResponse(response);
    response.setRequest(request);
    response.setOutputBuffer(new NoOutput());
  }

  public static void main(String[] arguments) throws Exception {
    new RoutesWork().run(Integer.parseInt(arguments[0]));
    System.exit(0);
  }

  private void run(int count) throws Exception {
    String[] routes = new String[count];
    byte[][] paths = new byte[count][];
    for (int i = 0; i < count; i++) {
      routes[i] = "/shop/items" + i + "/{id}";
      paths[i] = ("/shop/items" + i + "/4711").getBytes(StandardCharsets.US_ASCII);
    }
    ask(new String[] {"/warm/{id}"}, new byte[][] {"/warm/1".getBytes()}, WARM_UP);
    Probe.tell("first", ask(routes, paths, count));
    double[] passes = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      passes[i] = ask(routes, paths, Math.max(count, LEAST_REQUESTS));
    }
    Arrays.sort(passes);
    Probe.tell("known", passes[PASSES / 2]);
    Arrays.fill(paths, null);
    Arrays.fill(routes, null);
    servlet.route = null;
    Probe.tell("heap", Probe.liveHeap());
  }

  /** Returns the processor time of one request, in nanoseconds. */
  private double ask(String[] routes, byte[][] paths, int requests) throws Exception {
    long before = servlet.served;
    long cpu = Probe.threadCpu();
    for (int i = 0; i < requests; i++) {
      int route = i % routes.length;
      servlet.route = routes[route];
      set(request.method(), METHOD);
      set(request.scheme(), SCHEME);
      set(request.protocol(), PROTOCOL);
      set(request.requestURI(), paths[route]);
      set(request.serverName(), HOST);
      adapter.service(request, response);
      request.recycle();
      response.recycle();
    }
    cpu = Probe.threadCpu() - cpu;
    if (servlet.served != before + requests) {
      throw new IllegalStateException("served " + (servlet.served - before) + " of " + requests);
    }
    return (double) cpu / requests;
  }

  private static final byte[] METHOD = "GET".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SCHEME = "http".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PROTOCOL = "HTTP/1.1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HOST = "localhost".getBytes(StandardCharsets.US_ASCII);

  private static void set(MessageBytes field, byte[] value) {
    field.setBytes(value, 0, value.length);
  }

  private static final class RouteServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    transient String route;
    transient long served;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      request.setAttribute(
          "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern", route);
      served++;
    }
  }

  private static final class NoOutput implements org.apache.coyote.OutputBuffer {
    @Override
    public int doWrite(java.nio.ByteBuffer chunk) {
      int bytes = chunk.remaining();
      chunk.position(chunk.limit());
      return bytes;
    }

    @Override
    public long getBytesWritten() {
      return 0;
    }
  }
}
