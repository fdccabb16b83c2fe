package io.sonde.smoke.programs.faults;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import jakarta.servlet.http.WebConnection;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * Tomcat with one servlet that answers in each of the ways that the servlet API has; the path says
 * which. HTTP/2 without TLS, and a WebSocket at {@code /socket}. Says {@code port <n>} when it
 * serves, and ends at a line or the end of stdin.
 */
public final class ExchangeApplication extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger TOMCAT = Logger.getLogger("org.apache");
  private static final String ROUNDS = "rounds";
  private static final int LARGE = 16 << 20;

  /** By which requests end that Tomcat forgets when their streams are reset on a busy machine. */
  private static final int ASYNC_TIMEOUT_MILLIS = 5_000;

  private final transient ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

  public static void main(String[] args) throws Exception {
    // Tomcat gives levels of their own to the loggers of its contexts.
    TOMCAT.setUseParentHandlers(false);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("exchanges").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", null);
    context.addServletContainerInitializer(new WsSci(), Set.of(Socket.class));
    ExchangeApplication application = new ExchangeApplication();
    Wrapper wrapper = Tomcat.addServlet(context, "exchanges", application);
    wrapper.setAsyncSupported(true);
    wrapper.setMultipartConfigElement(new MultipartConfigElement(""));
    wrapper.addMapping("/*");
    FilterDef filter = new FilterDef();
    filter.setFilterName("filter");
    filter.setFilter((Filter) application::filter);
    filter.setAsyncSupported("true");
    context.addFilterDef(filter);
    FilterMap everything = new FilterMap();
    everything.setFilterName("filter");
    everything.addURLPattern("/*");
    everything.setDispatcher(DispatcherType.REQUEST.name());
    everything.setDispatcher(DispatcherType.ASYNC.name());
    context.addFilterMap(everything);
    for (int status : new int[] {410, 502}) {
      ErrorPage page = new ErrorPage();
      page.setErrorCode(status);
      page.setLocation("/error/page");
      context.addErrorPage(page);
    }
    Http2Protocol http2 = new Http2Protocol();
    http2.setMaxConcurrentStreams(2000);
    http2.setMaxConcurrentStreamExecution(100);
    tomcat.getConnector().addUpgradeProtocol(http2);
    tomcat.getConnector().setAsyncTimeout(ASYNC_TIMEOUT_MILLIS);
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    System.in.read();
    tomcat.stop();
    tomcat.destroy();
    application.threads.shutdownNow();
  }

  @ServerEndpoint("/socket")
  public static final class Socket {
    @OnMessage
    public String echo(String message) {
      return "echo " + message;
    }
  }

  /** Speaks no HTTP: gives back each byte. */
  public static final class Echo implements HttpUpgradeHandler {
    @Override
    public void init(WebConnection connection) {
      try (connection) {
        InputStream in = connection.getInputStream();
        for (int b = in.read(); b >= 0 && b != '.'; b = in.read()) {
          connection.getOutputStream().write(b);
          connection.getOutputStream().flush();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void destroy() {}
  }

  private void filter(ServletRequest asked, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) asked;
    switch (request.getRequestURI()) {
      case "/filter/async" -> later(request.startAsync(), "by the filter");
      case "/filter/denies" -> ((HttpServletResponse) answer).sendError(403);
      case "/filter/body" -> {
        answer.getWriter().println("filter " + digest(request.getInputStream()));
        chain.doFilter(request, answer);
      }
      default -> chain.doFilter(request, answer);
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    boolean included = request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) != null;
    String path = included ? "/included" : request.getRequestURI();
    switch (path) {
      case "/async/complete" -> later(request.startAsync(), "later");
      case "/async/start" -> {
        AsyncContext async = request.startAsync();
        async.start(() -> complete(async, "started"));
      }
      case "/async/timeout" -> timeout(request.startAsync(), false);
      case "/async/rescued" -> timeout(request.startAsync(), true);
      case "/async/dispatch" -> dispatch(request, response);
      case "/async/fails" -> {
        AsyncContext async = request.startAsync();
        threads.execute(() -> async.dispatch("/throw"));
      }
      case "/async/throws" -> {
        request.startAsync();
        throw new ServletException("after startAsync");
      }
      case "/async/twice" -> {
        AsyncContext async = request.startAsync();
        for (int i = 0; i < 2; i++) {
          threads.execute(() -> completeIfFirst(async));
        }
      }
      case "/stream" -> stream(request, response);
      case "/upgrade" -> request.upgrade(Echo.class);
      case "/error/200", "/error/418" -> response.sendError(410, path.substring(7));
      case "/error/throw" -> response.sendError(502);
      case "/error/page" -> errorPage(request, response);
      case "/forward" -> request.getRequestDispatcher("/plain").forward(request, response);
      case "/forward/throw" -> request.getRequestDispatcher("/throw").forward(request, response);
      case "/forward/async" ->
          request.getRequestDispatcher("/async/complete").forward(request, response);
      case "/include" -> {
        request.getRequestDispatcher("/plain").include(request, response);
        response.getWriter().println("includes");
      }
      case "/included" -> response.getWriter().println("included");
      case "/throw" -> throw new ServletException("told to");
      case "/committed/error" -> {
        response.getWriter().println("committed");
        response.flushBuffer();
        try {
          response.sendError(500);
        } catch (IllegalStateException e) {
          response.getWriter().println(e.getMessage());
        }
      }
      case "/committed/throw" -> {
        response.getWriter().println("committed");
        response.flushBuffer();
        throw new ServletException("too late");
      }
      case "/large" -> response.getOutputStream().write(new byte[LARGE]);
      case "/nothing" -> response.setStatus(204);
      case "/body/stream", "/filter/body" ->
          response.getWriter().println(digest(request.getInputStream()));
      case "/body/reader" -> response.getWriter().println(digest(request.getReader()));
      case "/body/parameters" -> parameters(request, response);
      case "/body/parts" -> parts(request, response);
      case "/body/never" -> response.getWriter().println("not read");
      case "/body/both" -> both(request, response);
      default -> response.getWriter().println("hello " + path);
    }
  }

  private void later(AsyncContext async, String text) {
    threads.execute(() -> complete(async, text));
  }

  private static void complete(AsyncContext async, String text) {
    try {
      async.getResponse().getWriter().println(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      async.complete();
    }
  }

  private static void completeIfFirst(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // The other one was.
    }
  }

  private static void timeout(AsyncContext async, boolean rescue) {
    async.setTimeout(50);
    async.addListener(
        new AsyncListener() {
          @Override
          public void onTimeout(AsyncEvent event) {
            if (rescue) {
              complete(event.getAsyncContext(), "rescued");
            }
          }

          @Override
          public void onComplete(AsyncEvent event) {}

          @Override
          public void onError(AsyncEvent event) {}

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
  }

  /** Three times; the last one answers. */
  private void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Integer rounds = (Integer) request.getAttribute(ROUNDS);
    if (rounds != null && rounds == 3) {
      response.getWriter().println("dispatched");
      return;
    }
    request.setAttribute(ROUNDS, rounds == null ? 1 : rounds + 1);
    AsyncContext async = request.startAsync();
    threads.execute(async::dispatch);
  }

  /** Events for as long as the parameter says, in steps of 50 ms. */
  private void stream(HttpServletRequest request, HttpServletResponse response) {
    response.setContentType("text/event-stream");
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    event(async, Integer.parseInt(request.getParameter("n")));
  }

  private void event(AsyncContext async, int left) {
    if (left == 0) {
      async.complete();
      return;
    }
    try {
      async.getResponse().getWriter().print("data: " + left + "\n\n");
      async.getResponse().flushBuffer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    threads.schedule(() -> event(async, left - 1), 50, TimeUnit.MILLISECONDS);
  }

  private static void errorPage(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String message = (String) request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
    if (response.getStatus() == 502) {
      throw new ServletException("the error page, too");
    }
    response.setStatus(Integer.parseInt(message));
    response.getWriter().println("error page");
  }

  private static void parameters(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    for (var parameter : new java.util.TreeMap<>(request.getParameterMap()).entrySet()) {
      String values = String.join("|", parameter.getValue());
      byte[] bytes = values.getBytes(StandardCharsets.UTF_8);
      response.getWriter().println(parameter.getKey() + " " + hash(bytes));
    }
  }

  private static void parts(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    for (Part part : request.getParts()) {
      response
          .getWriter()
          .println(
              part.getName()
                  + " "
                  + part.getSubmittedFileName()
                  + " "
                  + digest(part.getInputStream()));
    }
  }

  private static void both(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().println(digest(request.getReader()));
    try {
      request.getInputStream();
    } catch (IllegalStateException e) {
      response.getWriter().println(e.getMessage());
    }
    response.getWriter().println(request.getParameterMap().keySet());
  }

  private static String digest(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[8192];
    long total = 0;
    for (int n; (n = in.read(buffer)) >= 0; total += n) {
      digest.update(buffer, 0, n);
    }
    return total + " " + HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(Reader in) throws IOException {
    MessageDigest digest = sha256();
    char[] buffer = new char[8192];
    long total = 0;
    for (int n; (n = in.read(buffer)) >= 0; total += n) {
      digest.update(new String(buffer, 0, n).getBytes(StandardCharsets.UTF_8));
    }
    return total + " " + HexFormat.of().formatHex(digest.digest());
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
