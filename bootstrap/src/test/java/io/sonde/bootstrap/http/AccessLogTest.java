package io.sonde.bootstrap.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Sampler;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.Tracer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private static final Sampler ALWAYS = (id, hasParent, parentSampled) -> true;
  private static final Sampler NEVER = (id, hasParent, parentSampled) -> false;

  private final List<LogEvent> events = new ArrayList<>();

  @BeforeEach
  void switchOn() {
    AccessLog.configure(true);
    configure(ALWAYS);
    Telemetry.install(
        new Telemetry.Sink() {
          @Override
          public void spanEnded(Span span) {}

          @Override
          public void logged(LogEvent event) {
            events.add(event);
          }
        });
  }

  @AfterEach
  void switchOff() {
    AccessLog.configure(false);
    Tracer.configure(ALWAYS, new String[0], 128, 8192);
    Telemetry.install(
        new Telemetry.Sink() {
          @Override
          public void spanEnded(Span span) {}

          @Override
          public void logged(LogEvent event) {}
        });
  }

  private static void configure(Sampler sampler) {
    Tracer.configure(sampler, new String[] {"/health*"}, 128, 8192);
  }

  private static HttpServerSpan end(HttpServerSpan span, int status) {
    span.deactivate();
    span.end(status, null);
    return span;
  }

  private static Map<Object, Object> attributes(LogEvent event) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < event.attributes().length; i += 2) {
      map.put(event.attributes()[i], event.attributes()[i + 1]);
    }
    return map;
  }

  @Test
  void oneEventOfTheRequest() {
    HttpServerSpan span = PathRequest.start("/shoes/7");
    span.frameworkRoute("/shoes/{id}");
    end(span, 200);
    span.end(500, null);
    assertEquals(1, events.size());
    LogEvent event = events.get(0);
    assertEquals("sonde.access", event.logger());
    assertEquals("GET /shoes/7 200", event.message());
    assertEquals("INFO", event.severityText());
    assertEquals(9, event.severityNumber());
    assertSame(span, event.span());
    assertEquals(span.endEpochNanos(), event.epochNanos());
    assertEquals(Thread.currentThread().getName(), event.threadName());
    Map<Object, Object> attributes = attributes(event);
    double millis = (Double) attributes.remove("response_time");
    double spanMillis = (span.endEpochNanos() - span.startEpochNanos()) / 1e6;
    assertEquals(spanMillis, millis, 0.0006);
    assertEquals(
        Map.of(
            "method",
            "GET",
            "endpoint",
            "/shoes/{id}",
            "path",
            "/shoes/7",
            "status",
            (Object) 200L),
        attributes);
  }

  @Test
  void unsampledToo() {
    configure(NEVER);
    end(PathRequest.start("/shoes/7"), 404);
    assertEquals("GET /shoes/7 404", events.get(0).message());
    assertEquals("/shoes/7", attributes(events.get(0)).get("endpoint"));
  }

  @Test
  void errors() {
    end(PathRequest.start("/a"), 499);
    end(PathRequest.start("/a"), 500);
    HttpServerSpan thrown = PathRequest.start("/a");
    thrown.deactivate();
    thrown.end(200, new IllegalStateException());
    assertEquals("INFO", events.get(0).severityText());
    assertEquals("ERROR", events.get(1).severityText());
    assertEquals(17, events.get(1).severityNumber());
    assertEquals(500L, attributes(events.get(2)).get("status"));
    assertEquals(3, events.size());
  }

  @Test
  void notForExcludedPaths() {
    end(PathRequest.start("/healthz"), 200);
    configure(NEVER);
    end(PathRequest.start("/health"), 200);
    assertEquals(List.of(), events);
  }

  @Test
  void notWhenOff() {
    AccessLog.configure(false);
    end(PathRequest.start("/shoes/7"), 200);
    configure(NEVER);
    end(PathRequest.start("/shoes/7"), 200);
    assertEquals(List.of(), events);
  }

  @Test
  void noSecrets() {
    end(PathRequest.start("/shop;jsessionid=SECRET/shoes;v=SECRET"), 200);
    assertEquals("GET /shop/shoes 200", events.get(0).message());
    assertEquals("/shop/shoes", attributes(events.get(0)).get("path"));
    assertEquals("/shop/shoes", attributes(events.get(0)).get("endpoint"));
    end(PathRequest.start("/;a/b/;c/"), 200);
    assertEquals("//b//", attributes(events.get(1)).get("path"));
    assertTrue(events.stream().noneMatch(e -> attributes(e).toString().contains("secret")));
  }

  @Test
  void theUserOfTheContext() {
    HttpServerSpan span = PathRequest.start("/a");
    AccessLog.contextPut("order_id", "7");
    AccessLog.contextPut("user_id", null);
    AccessLog.contextPut(null, "nobody");
    AccessLog.contextPut("user_id", "first");
    AccessLog.contextPut("user_id", "u".repeat(1000));
    AccessLog.contextPut("order", "8");
    end(span, 200);
    assertEquals("u".repeat(256), attributes(events.get(0)).get("user_id"));

    AccessLog.contextPut("user_id", "outside of a request");
    end(PathRequest.start("/a"), 200);
    assertNull(attributes(events.get(1)).get("user_id"));
  }

  /** Statuses of a broken application are numbers like others. */
  @Test
  void anyStatus() {
    for (int status : new int[] {0, -1, 599, 600, 99_999}) {
      end(PathRequest.start("/a"), status);
      assertEquals("GET /a " + status, events.get(events.size() - 1).message());
      assertEquals((long) status, attributes(events.get(events.size() - 1)).get("status"));
    }
  }
}
