package io.sonde.instrumentation.httpserver;

import io.sonde.bootstrap.http.ApplicationScrape;
import io.sonde.bootstrap.http.MetricsPage;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.Context;
import org.apache.catalina.connector.OutputBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * Apache Tomcat 9 to 11: the agent's metrics on the application's own port, in the place of the 404
 * with which valves, filters, servlet and error page have answered. Woven only where a path for it
 * is configured.
 */
@Instrumentation("tomcat-metrics")
final class TomcatMetrics {
  private TomcatMetrics() {}

  /** All of the application. */
  @Weave(types = "org.apache.catalina.core.StandardHostValve", methods = "invoke")
  static final class Host {
    @Enter
    static ApplicationScrape enter(@Arg(0) Request request, @Arg(1) Response response) {
      org.apache.coyote.Request coyote = request.getCoyoteRequest();
      boolean asked =
          coyote.requestURI().equals(ApplicationScrape.path())
              && (coyote.method().equals("GET") || coyote.method().equals("HEAD"))
              && request.getContext() != null
              && !request.isAsync();
      return asked ? ApplicationScrape.begin(response) : null;
    }

    @Exit
    static void exit(
        @Token ApplicationScrape scrape,
        @Arg(0) Request request,
        @Arg(1) Response response,
        @Thrown Throwable thrown) {
      if (scrape != null) {
        try {
          if (thrown == null) {
            answer(scrape, request, response);
          }
        } finally {
          scrape.end();
        }
      }
    }
  }

  /** A forward, an include or the call of an error page. */
  @Weave(
      types = "org.apache.catalina.core.ApplicationDispatcher",
      methods = {"forward", "include"})
  static final class Dispatch {
    @Enter
    static void enter() {
      ApplicationScrape.dispatch();
    }
  }

  /**
   * Many applications write a 404 of their own and flush it (Spring does with every JSON), and
   * Tomcat closes what an error page has written: after that it could not be exchanged. So both
   * wait until all of the application has answered; Tomcat closes the buffer again in the end.
   */
  @Weave(
      types = "org.apache.catalina.connector.OutputBuffer",
      methods = {"doFlush", "close"})
  static final class Flush {
    @Enter
    static OutputBuffer enter(@This OutputBuffer buffer) {
      ApplicationScrape scrape = ApplicationScrape.current();
      return scrape != null && suspend(scrape, buffer) ? buffer : null;
    }

    @Exit
    static void exit(@Token OutputBuffer buffer) {
      if (buffer != null) {
        buffer.setSuspended(false);
      }
    }
  }

  /** Has the buffer ignore what comes, if it is the end of an answer that may be exchanged. */
  private static boolean suspend(ApplicationScrape scrape, OutputBuffer buffer) {
    Response response = (Response) scrape.response();
    if (buffer.isSuspended()
        || response.getStatus() != 404
        || response.isCommitted()
        || !scrape.mayAnswer(contextPath(response.getContext()))) {
      return false;
    }
    buffer.setSuspended(true);
    return true;
  }

  private static String contextPath(Context context) {
    return context == null ? "" : context.getPath();
  }

  private static void answer(ApplicationScrape scrape, Request request, Response response) {
    boolean notFound =
        response.getStatus() == 404
            && !response.isCommitted()
            && !request.isAsync()
            && scrape.mayAnswer(contextPath(request.getContext()));
    org.apache.coyote.Request coyote = request.getCoyoteRequest();
    MetricsPage page =
        notFound
            ? scrape.page(coyote.getHeader("accept"), coyote.getHeader("accept-encoding"))
            : null;
    scrape.end();
    try {
      if (page != null) {
        send(page, response);
      }
    } catch (IOException e) {
      // The client is gone, which is its right.
      response.getCoyoteResponse().setErrorException(e);
    }
  }

  /** Past the buffer of the application, which is empty after the reset. */
  private static void send(MetricsPage page, Response response) throws IOException {
    response.reset();
    org.apache.coyote.Response coyote = response.getCoyoteResponse();
    coyote.setStatus(200);
    // The other setter says charset=null (10.1.41), or moves the parameters.
    coyote.setContentTypeNoCharset(page.contentType());
    coyote.setContentLength(page.body().length);
    coyote.setHeader("Cache-Control", "no-store");
    coyote.setHeader("Vary", "Accept, Accept-Encoding");
    if (page.contentEncoding() != null) {
      coyote.setHeader("Content-Encoding", page.contentEncoding());
    }
    coyote.doWrite(ByteBuffer.wrap(page.body()));
  }
}
