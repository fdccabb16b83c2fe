package jdk.internal.net.http;

import io.sonde.bootstrap.HeaderSetter;
import io.sonde.bootstrap.WeakTable;
import io.sonde.bootstrap.http.HttpClientSpan;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * {@code java.net.http.HttpClient} of Java 11 and later. A {@code MultiExchange} is one request of
 * the application, with its redirects, retries and authentication: one span. The trace goes into
 * the system headers of each request that it makes, next to {@code User-Agent}: neither the
 * application's request nor the one that {@code HttpResponse.request()} returns shows it.
 *
 * <p>Compiled as a part of the package that it is woven into, to see the types there.
 */
@Instrumentation("java-http-client")
final class JavaHttpClient {
  private static final WeakTable<MultiExchange<?>, HttpClientSpan> SPANS =
      new WeakTable<MultiExchange<?>, HttpClientSpan>(65536);

  /** Set while {@code send} runs, which is {@code sendAsync} and a wait for its result. */
  private static final ThreadLocal<Sending> SENDING = new ThreadLocal<Sending>();

  /** What propagators set; and no header that the client itself would. */
  private static final String[] TRACE_HEADERS = {
    "traceparent",
    "tracestate",
    "baggage",
    "b3",
    "X-B3-TraceId",
    "X-B3-SpanId",
    "X-B3-Sampled",
    "uber-trace-id"
  };

  private static final Setter SETTER = new Setter();

  private JavaHttpClient() {}

  /**
   * A request that the caller waits for. The span ends here, before the caller goes on: the thread
   * that completes the response may be late with telling us.
   */
  @Weave(types = "jdk.internal.net.http.HttpClientImpl", methods = "send(")
  static final class Send {
    private Send() {}

    @Enter
    static Sending enter() {
      Sending sending = new Sending();
      SENDING.set(sending);
      return sending;
    }

    @Exit
    static void exit(
        @Token Sending sending, @Return HttpResponse<?> response, @Thrown Throwable thrown) {
      SENDING.remove();
      if (sending != null && sending.span != null) {
        JavaHttpClient.end(sending.span, response, thrown);
      }
    }
  }

  /** A request begins. */
  @Weave(types = "jdk.internal.net.http.MultiExchange", methods = "responseAsync(")
  static final class Begin {
    private Begin() {}

    @Enter
    static HttpClientSpan enter(@This MultiExchange<?> exchange) {
      HttpRequestImpl request = exchange.currentreq;
      URI uri = request.uri();
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      int port = uri.getPort() < 0 ? (https ? 443 : 80) : uri.getPort();
      HttpClientSpan span =
          HttpClientSpan.start(request.method(), uri.toString(), uri.getHost(), port);
      if (span == null || !SPANS.put(exchange, span)) {
        return null;
      }
      Sending sending = SENDING.get();
      if (sending != null) {
        sending.span = span;
      }
      return span;
    }

    @Exit
    static void exit(
        @Token HttpClientSpan span,
        @Return CompletableFuture<? extends HttpResponse<?>> response,
        @Thrown Throwable thrown) {
      if (span == null) {
        return;
      }
      if (response == null) {
        span.end(0, thrown);
      } else {
        // Observed, not replaced: cancellation must reach the original (fault E11).
        response.whenComplete(new Completion(span));
      }
    }
  }

  /** Headers are completed; called once for each request that goes out, on whatever thread. */
  @Weave(types = "jdk.internal.net.http.MultiExchange", methods = "requestFilters(")
  static final class Headers {
    private Headers() {}

    @Enter
    static void enter(@This MultiExchange<?> exchange, @Arg(0) HttpRequestImpl request) {
      HttpClientSpan span = SPANS.get(exchange);
      if (span != null) {
        span.inject(request, SETTER);
      }
    }
  }

  /**
   * Headers of the application win over system headers; not so the trace that a proxy copies from
   * the request that it serves (fault E12).
   */
  @Weave(types = "jdk.internal.net.http.HttpRequestImpl", methods = "getUserHeaders(")
  static final class UserHeaders {
    private UserHeaders() {}

    @Exit(replaceReturn = true)
    static HttpHeaders exit(@This HttpRequestImpl request, @Return HttpHeaders headers) {
      Map<String, List<String>> user = headers.map();
      Map<String, List<String>> system = request.getSystemHeadersBuilder().map();
      for (String name : TRACE_HEADERS) {
        if (user.containsKey(name) && system.containsKey(name)) {
          return HttpHeaders.of(user, new NotOurs(system));
        }
      }
      return headers;
    }
  }

  private static void end(HttpClientSpan span, HttpResponse<?> response, Throwable thrown) {
    if (response == null) {
      span.end(0, thrown);
      return;
    }
    HttpClient.Version version = response.version();
    span.protocolVersion(version == HttpClient.Version.HTTP_1_1 ? "1.1" : "2");
    span.end(response.statusCode(), null);
  }

  private static final class NotOurs implements BiPredicate<String, String> {
    private final Map<String, List<String>> ours;

    NotOurs(Map<String, List<String>> ours) {
      this.ours = ours;
    }

    @Override
    public boolean test(String name, String value) {
      for (String header : TRACE_HEADERS) {
        if (header.equalsIgnoreCase(name)) {
          return !ours.containsKey(name);
        }
      }
      return true;
    }
  }

  private static final class Sending {
    HttpClientSpan span;
  }

  private static final class Completion implements BiConsumer<HttpResponse<?>, Throwable> {
    private final HttpClientSpan span;

    Completion(HttpClientSpan span) {
      this.span = span;
    }

    @Override
    public void accept(HttpResponse<?> response, Throwable thrown) {
      boolean wrapped = thrown instanceof CompletionException && thrown.getCause() != null;
      end(span, response, wrapped ? thrown.getCause() : thrown);
    }
  }

  private static final class Setter implements HeaderSetter<HttpRequestImpl> {
    @Override
    public void header(HttpRequestImpl request, String name, String value) {
      request.setSystemHeader(name, value);
    }
  }
}
