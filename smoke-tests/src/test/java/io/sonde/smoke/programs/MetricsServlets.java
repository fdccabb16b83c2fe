package io.sonde.smoke.programs;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * Applications that answer {@code /metrics} in one way or another, each on a virtual host of its
 * own. Argument: the folder with their files. Ends when stdin ends.
 */
public final class MetricsServlets {
  private MetricsServlets() {}

  /** What answers a request. */
  private interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  /** What an application consists of. */
  private interface Setup {
    void add(Context context);
  }

  private static final Tomcat TOMCAT = new Tomcat();
  private static Path files;

  public static void main(String[] args) throws Exception {
    files = Path.of(args[0]);
    TOMCAT.setBaseDir(Files.createTempDirectory("metrics").toString());
    TOMCAT.setPort(0);
    TOMCAT.setSilent(true);
    add("nothing", "", context -> {});
    add("nothing-in-shop", "/shop", context -> {});
    add("servlet", "", context -> servlet(context, "/metrics", (q, r) -> write(r, 200, "own")));
    add("servlet-404", "", context -> servlet(context, "/metrics", (q, r) -> own404(r)));
    add("prefix-404", "", context -> servlet(context, "/metrics/*", (q, r) -> own404(r)));
    add("filter", "", context -> filter(context, (q, r) -> write(r, 200, "filtered")));
    add("filter-404", "", context -> filter(context, (q, r) -> r.sendError(404)));
    add("filter-401", "", context -> filter(context, (q, r) -> r.sendError(401)));
    add(
        "filter-404-page",
        "",
        context -> {
          filter(context, (q, r) -> r.sendError(404));
          servlet(context, "/error", (q, r) -> write(r, 404, "no such thing"));
          errorPage(context, 0);
        });
    add(
        "filter-forward",
        "",
        context -> {
          filter(context, (q, r) -> q.getRequestDispatcher("/hidden").forward(q, r));
          servlet(context, "/hidden", (q, r) -> r.sendError(404));
        });
    add("static", "", context -> {});
    add("all", "", context -> servlet(context, "/", (q, r) -> write(r, 200, "all")));
    add("all-404", "", context -> servlet(context, "/", (q, r) -> own404(r)));
    add(
        "all-404-closed",
        "",
        context ->
            servlet(
                context,
                "/",
                (q, r) -> {
                  own404(r);
                  r.getWriter().close();
                }));
    add("all-404-long", "", c -> servlet(c, "/", (q, r) -> write(r, 404, "x".repeat(100_000))));
    add(
        "all-session",
        "",
        context ->
            servlet(
                context,
                "/",
                (q, r) -> {
                  q.getSession();
                  r.sendError(404);
                }));
    add("async", "", context -> servlet(context, "/", (q, r) -> later(q)));
    add(
        "async-dispatch",
        "",
        context -> {
          servlet(context, "/", (q, r) -> redispatch(q));
          servlet(context, "/gone", (q, r) -> r.sendError(404));
        });
    add(
        "error-page",
        "",
        context -> {
          servlet(context, "/error", (q, r) -> write(r, 200, "rescued"));
          errorPage(context, 404);
        });
    add(
        "error-page-404",
        "",
        context -> {
          servlet(context, "/error", (q, r) -> own404(r));
          errorPage(context, 0);
        });
    add(
        "error-page-fails",
        "",
        context -> {
          servlet(
              context,
              "/error",
              (q, r) -> {
                throw new ServletException("no page");
              });
          errorPage(context, 404);
        });
    TOMCAT.getConnector();
    TOMCAT.start();
    System.out.println("port: " + TOMCAT.getConnector().getLocalPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private static void add(String name, String path, Setup setup) {
    StandardHost host = new StandardHost();
    host.setName(name);
    host.setAutoDeploy(false);
    TOMCAT.getEngine().addChild(host);
    Path folder = files.resolve(name);
    Context context =
        TOMCAT.addContext(host, path, Files.isDirectory(folder) ? folder.toString() : null);
    setup.add(context);
    if (context.findServletMapping("/") == null) {
      Tomcat.addServlet(context, "default", new DefaultServlet());
      context.addServletMappingDecoded("/", "default");
    }
  }

  private static void servlet(Context context, String mapping, Handler handler) {
    String name = "at " + mapping;
    Tomcat.addServlet(context, name, new Answer(handler)).setAsyncSupported(true);
    context.addServletMappingDecoded(mapping, name);
  }

  private static void filter(Context context, Handler handler) {
    Filter filter =
        new HttpFilter() {
          private static final long serialVersionUID = 1;

          @Override
          protected void doFilter(
              HttpServletRequest request, HttpServletResponse response, FilterChain chain)
              throws IOException, ServletException {
            handler.handle(request, response);
          }
        };
    FilterDef definition = new FilterDef();
    definition.setFilterName("filter");
    definition.setFilter(filter);
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName("filter");
    map.addURLPattern("/metrics");
    context.addFilterMap(map);
  }

  private static void errorPage(Context context, int status) {
    ErrorPage page = new ErrorPage();
    page.setErrorCode(status);
    page.setLocation("/error");
    context.addErrorPage(page);
  }

  private static void write(HttpServletResponse response, int status, String text)
      throws IOException {
    response.setStatus(status);
    response.setHeader("X-Application", "here");
    response.setContentType("text/plain");
    response.getWriter().write(text);
  }

  /** As Spring answers with JSON: the response is committed before the filters have it back. */
  private static void own404(HttpServletResponse response) throws IOException {
    write(response, 404, "nothing here");
    response.flushBuffer();
  }

  private static void later(ServletRequest request) {
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          ServletResponse response = async.getResponse();
          ((HttpServletResponse) response).setStatus(404);
          async.complete();
        });
  }

  private static void redispatch(ServletRequest request) {
    AsyncContext async = request.startAsync();
    async.start(() -> async.dispatch("/gone"));
  }

  private static final class Answer extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Handler handler;

    Answer(Handler handler) {
      this.handler = handler;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      handler.handle(request, response);
    }
  }
}
