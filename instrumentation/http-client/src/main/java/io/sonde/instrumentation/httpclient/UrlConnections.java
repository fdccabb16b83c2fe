package io.sonde.instrumentation.httpclient;

import io.sonde.bootstrap.HeaderSetter;
import io.sonde.bootstrap.WeakTable;
import io.sonde.bootstrap.http.HttpClientSpan;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.net.HttpURLConnection;
import java.net.URL;

/**
 * {@code HttpURLConnection}, for {@code https} too. A connection is one exchange, redirects and
 * authentication included: from the first method that connects, until {@code getInputStream} (which
 * all others that want something of the response call) has read the headers of the response. Where
 * a redirect makes a {@code GET} of a {@code POST}, the connection drops all headers that were set,
 * the trace among them.
 */
@Instrumentation(value = "http-url-connection", boot = true)
public final class UrlConnections {
  /** Stands for an exchange that is over. */
  private static final Exchange DONE = new Exchange(null);

  private static final WeakTable<HttpURLConnection, Exchange> EXCHANGES =
      new WeakTable<HttpURLConnection, Exchange>(32768);

  private static final Setter SETTER = new Setter();

  private UrlConnections() {}

  /** Before anything is sent: {@code connect} alone, or to write the body. */
  @Weave(
      types = {
        "sun.net.www.protocol.http.HttpURLConnection",
        "sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection"
      },
      methods = {"connect()", "getOutputStream()"})
  public static final class Connect {
    private Connect() {}

    @Enter
    public static Exchange enter(@This HttpURLConnection connection) {
      return begin(connection, false);
    }

    @Exit
    public static void exit(
        @Token Exchange exchange, @This HttpURLConnection connection, @Thrown Throwable thrown) {
      if (exchange != null) {
        exchange.inside = false;
        if (thrown != null) {
          exchange.end(connection, thrown);
        }
      }
    }
  }

  /** Sends what is not sent yet and reads the headers of the response. */
  @Weave(types = "sun.net.www.protocol.http.HttpURLConnection", methods = "getInputStream()")
  public static final class Response {
    private Response() {}

    @Enter
    public static Exchange enter(@This HttpURLConnection connection) {
      return begin(connection, true);
    }

    @Exit
    public static void exit(
        @Token Exchange exchange, @This HttpURLConnection connection, @Thrown Throwable thrown) {
      if (exchange != null) {
        exchange.end(connection, thrown);
      }
    }
  }

  /** Called inside {@code getInputStream}, for each response; reads nothing itself by then. */
  @Weave(types = "java.net.HttpURLConnection", methods = "getResponseCode()")
  public static final class Status {
    private Status() {}

    @Exit
    public static void exit(@This HttpURLConnection connection, @Return int status) {
      Exchange exchange = status > 0 ? EXCHANGES.get(connection) : null;
      if (exchange != null && exchange.inside) {
        exchange.status = status;
      }
    }
  }

  /** The exchange that the outermost call on {@code connection} belongs to, or null. */
  private static Exchange begin(HttpURLConnection connection, boolean response) {
    Exchange exchange = EXCHANGES.get(connection);
    if (exchange == null) {
      URL url = connection.getURL();
      String method = connection.getRequestMethod();
      // As the connection itself does, for the sake of history.
      if (!response && method.equals("GET") && connection.getDoOutput()) {
        method = "POST";
      }
      int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
      HttpClientSpan span = HttpClientSpan.start(method, url.toString(), url.getHost(), port);
      if (span == null) {
        return null;
      }
      exchange = new Exchange(span);
      if (!EXCHANGES.put(connection, exchange)) {
        return null;
      }
      span.protocolVersion("1.1");
      try {
        span.inject(connection, SETTER);
      } catch (IllegalStateException e) {
        // Connected before the agent was attached.
        EXCHANGES.put(connection, DONE);
        return null;
      }
    } else if (exchange == DONE || exchange.inside) {
      return null;
    }
    exchange.inside = true;
    return exchange;
  }

  /** A request on its way. */
  public static final class Exchange {
    private final HttpClientSpan span;

    /** Whether a method of the connection is being called, which calls others. */
    boolean inside;

    int status;

    Exchange(HttpClientSpan span) {
      this.span = span;
    }

    void end(HttpURLConnection connection, Throwable thrown) {
      EXCHANGES.put(connection, DONE);
      // What is thrown for the status says no more than the status.
      span.end(status, status >= 400 ? null : thrown);
    }
  }

  private static final class Setter implements HeaderSetter<HttpURLConnection> {
    @Override
    public void header(HttpURLConnection connection, String name, String value) {
      connection.setRequestProperty(name, value);
    }
  }
}
