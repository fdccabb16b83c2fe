package io.sonde.instrumentation.httpserver;

import io.sonde.bootstrap.RecentText;
import io.sonde.bootstrap.http.HttpServerRequest;
import io.sonde.bootstrap.http.HttpServerSpan;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Wrapper;
import org.apache.catalina.mapper.MappingData;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Apache Tomcat 9 to 11: the connector, which sees every request once, whatever servlets, filters,
 * error pages and dispatches follow. The catalina and coyote classes have no servlet type in what
 * is used of them, so one text serves {@code javax} and {@code jakarta}.
 */
@Instrumentation("tomcat")
final class Tomcat implements HttpServerRequest<Request> {
  /** A note of the coyote request that Tomcat does not use (it has 32, and uses the first few). */
  private static final int SPAN_NOTE = 30;

  /** {@code HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE} of Spring MVC 3 to 7. */
  private static final String SPRING_ROUTE =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private static final Tomcat READER = new Tomcat();

  private Tomcat() {}

  /** A request comes in. */
  @Weave(types = "org.apache.catalina.connector.CoyoteAdapter", methods = "service")
  static final class Service {
    @Enter
    static HttpServerSpan enter(@Arg(0) Request request) {
      HttpServerSpan span = HttpServerSpan.start(request, READER);
      request.setNote(SPAN_NOTE, span);
      return span;
    }

    @Exit
    static void exit(
        @Token HttpServerSpan span,
        @Arg(0) Request request,
        @Arg(1) Response response,
        @Thrown Throwable thrown) {
      leave(span, request, response, thrown);
    }
  }

  /** An asynchronous request goes on, or is over, on a thread of the container. */
  @Weave(types = "org.apache.catalina.connector.CoyoteAdapter", methods = "asyncDispatch")
  static final class AsyncDispatch {
    @Enter
    static HttpServerSpan enter(@Arg(0) Request request) {
      HttpServerSpan span = (HttpServerSpan) request.getNote(SPAN_NOTE);
      if (span != null) {
        span.activate();
      }
      return span;
    }

    @Exit
    static void exit(
        @Token HttpServerSpan span,
        @Arg(0) Request request,
        @Arg(1) Response response,
        @Thrown Throwable thrown) {
      leave(span, request, response, thrown);
    }
  }

  /**
   * Tomcat lets go of an asynchronous request that it does not dispatch again: its servlet threw
   * behind {@code startAsync}, the connection is gone, the server stops.
   */
  @Weave(types = "org.apache.coyote.Request", methods = "recycle")
  static final class Recycled {
    @Enter
    static void enter(@This Request request) {
      HttpServerSpan span = (HttpServerSpan) request.getNote(SPAN_NOTE);
      if (span != null) {
        request.setNote(SPAN_NOTE, null);
        span.end(request.getResponse().getStatus(), null);
      }
    }
  }

  /** The request has been mapped to a servlet. */
  @Weave(types = "org.apache.catalina.connector.CoyoteAdapter", methods = "postParseRequest")
  static final class Mapped {
    @Exit
    static void exit(
        @Arg(0) Request coyote,
        @Arg(1) org.apache.catalina.connector.Request request,
        @Return boolean mapped) {
      HttpServerSpan span = (HttpServerSpan) coyote.getNote(SPAN_NOTE);
      if (span != null && mapped) {
        String route = servletRoute(request.getMappingData());
        if (route != null) {
          span.route(route);
        }
      }
    }
  }

  /** Spring MVC publishes the pattern that it matched as an attribute. */
  @Weave(types = "org.apache.catalina.connector.Request", methods = "setAttribute")
  static final class Attribute {
    @Enter
    static void enter(
        @This org.apache.catalina.connector.Request request,
        @Arg(0) String name,
        @Arg(1) Object value) {
      if (SPRING_ROUTE.equals(name) && value instanceof String) {
        HttpServerSpan span = (HttpServerSpan) request.getCoyoteRequest().getNote(SPAN_NOTE);
        if (span != null) {
          String context = contextPath(request.getMappingData());
          span.frameworkRoute(context.isEmpty() ? (String) value : context + value);
        }
      }
    }
  }

  /** The container's thread lets go of the request, which is over unless it is asynchronous. */
  private static void leave(
      HttpServerSpan span, Request request, Response response, Throwable thrown) {
    if (span == null) {
      return;
    }
    span.deactivate();
    if (thrown == null) {
      AtomicBoolean async = new AtomicBoolean();
      request.action(ActionCode.ASYNC_IS_ASYNC, async);
      if (async.get()) {
        return;
      }
    }
    request.setNote(SPAN_NOTE, null);
    span.end(response.getStatus(), thrown);
  }

  /**
   * The mapping by which the servlet was found, with the context path. The default servlet and the
   * dispatcher of a framework are mapped to everything, which is no route.
   */
  private static String servletRoute(MappingData mapping) {
    Wrapper wrapper = mapping.wrapper;
    if (wrapper == null || mapping.requestPath.isNull()) {
      return null;
    }
    String[] patterns = wrapper.findMappings();
    if (patterns.length == 1 && patterns[0].equals("/")) {
      return null; // before the path is made a text: each request to Spring MVC comes here
    }
    String path = mapping.requestPath.toString();
    String best = null;
    for (String pattern : patterns) {
      if (matches(pattern, path) && (best == null || pattern.length() > best.length())) {
        best = pattern;
      }
    }
    if (best == null || best.equals("/") || best.equals("/*")) {
      return null;
    }
    String route = best.startsWith("/") ? best : "/" + best;
    String context = contextPath(mapping);
    return context.isEmpty() ? route : context + route;
  }

  private static String contextPath(MappingData mapping) {
    return mapping.context == null ? "" : mapping.context.getPath();
  }

  private static boolean matches(String pattern, String path) {
    if (pattern.startsWith("*.")) {
      return path.endsWith(pattern.substring(1));
    }
    if (pattern.endsWith("/*")) {
      String prefix = pattern.substring(0, pattern.length() - 2);
      return path.startsWith(prefix)
          && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
    return pattern.equals(path);
  }

  // ---- HttpServerRequest

  @Override
  public String method(Request request) {
    return text(request.method());
  }

  @Override
  public String path(Request request) {
    return text(request.requestURI());
  }

  @Override
  public String query(Request request) {
    return text(request.queryString());
  }

  /** One of two: a client on HTTP/2 may send any, and it becomes a label (fault E6). */
  @Override
  public String scheme(Request request) {
    return "https".equals(text(request.scheme())) ? "https" : "http";
  }

  /** Known ones only: Tomcat brings {@code HTTP/7.77} here, too, to have it answered with 505. */
  @Override
  public String protocolVersion(Request request) {
    String protocol = text(request.protocol());
    if ("HTTP/1.1".equals(protocol)) {
      return "1.1";
    }
    if ("HTTP/2.0".equals(protocol)) {
      return "2";
    }
    return "HTTP/1.0".equals(protocol) ? "1.0" : null;
  }

  @Override
  public String peerAddress(Request request) {
    request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, null);
    return text(request.remoteAddr());
  }

  @Override
  public String header(Request request, String name) {
    MimeHeaders headers = request.getMimeHeaders();
    MessageBytes first = null;
    StringBuilder all = null;
    for (int i = headers.findHeader(name, 0); i >= 0; i = headers.findHeader(name, i + 1)) {
      MessageBytes value = headers.getValue(i);
      if (first == null) {
        first = value;
      } else {
        if (all == null) {
          all = new StringBuilder(text(first));
        }
        all.append(',').append(text(value));
      }
    }
    return all != null ? all.toString() : text(first);
  }

  /**
   * The text without {@code MessageBytes.toString()}, which changes the request before it is mapped
   * in 10.1.0 to 10.1.5 (opentelemetry-java-instrumentation#11464).
   */
  private static String text(MessageBytes bytes) {
    if (bytes == null || bytes.isNull()) {
      return null;
    }
    if (bytes.getType() != MessageBytes.T_BYTES) {
      return bytes.toString();
    }
    ByteChunk chunk = bytes.getByteChunk();
    return RecentText.of(chunk.getBuffer(), chunk.getStart(), chunk.getLength());
  }
}
