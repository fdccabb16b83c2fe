package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropagationTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final HeaderGetter<Map<String, String>> GETTER = Map::get;
  private static final HeaderSetter<Map<String, String>> SETTER = Map::put;

  @AfterEach
  void defaults() {
    Propagation.configure(new String[] {"tracecontext", "baggage"});
  }

  private static RemoteParent extract(String format, String... headers) {
    Propagation.configure(new String[] {format});
    Map<String, String> carrier = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      carrier.put(headers[i], headers[i + 1]);
    }
    return RemoteParent.orNew(Propagation.extract(carrier, GETTER));
  }

  private static void assertParent(RemoteParent parent, boolean sampled) {
    assertTrue(parent.hasTrace());
    assertEquals(TRACE, Ids.hex(parent.traceIdHigh, parent.traceIdLow));
    assertEquals(SPAN, Ids.hex(parent.spanId));
    assertEquals(sampled, parent.sampled);
  }

  @ParameterizedTest
  @CsvSource({
    "00-" + TRACE + "-" + SPAN + "-01, true",
    "00-" + TRACE + "-" + SPAN + "-00, false",
    "00-" + TRACE + "-" + SPAN + "-ff, true",
    "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-brings, true",
  })
  void traceparent(String header, boolean sampled) {
    assertParent(extract("tracecontext", "traceparent", header), sampled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + SPAN + "-0",
        "00-" + TRACE + "-" + SPAN + "-01-",
        "00-" + TRACE + "-" + SPAN + "-01x",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + "_" + SPAN + "-01",
      })
  void aMalformedTraceparentIsNone(String header) {
    assertFalse(extract("tracecontext", "traceparent", header).hasTrace());
  }

  @Test
  void tracestateComesOnlyWithATrace() {
    String header = "00-" + TRACE + "-" + SPAN + "-01";
    RemoteParent with = extract("tracecontext", "traceparent", header, "tracestate", "a=1,b=2");
    assertEquals("a=1,b=2", with.traceState);
    assertNull(extract("tracecontext", "tracestate", "a=1").traceState);
    assertNull(
        extract("tracecontext", "traceparent", header, "tracestate", "a=1\r\nx: y").traceState);
  }

  @Test
  void baggageIsTakenWholeOrNotAtAll() {
    assertEquals("a=1,b=2;p", extract("baggage", "baggage", "a=1,b=2;p").baggage);
    assertNull(extract("baggage", "baggage", "a=1,".repeat(64) + "b=2").baggage);
    assertNull(extract("baggage", "baggage", "a=" + "x".repeat(8191)).baggage);
    assertNull(extract("baggage", "baggage", ",,,").baggage);
    assertNull(extract("baggage", "baggage", "a=1\nb").baggage);
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + "-" + SPAN + "-1, true",
    TRACE + "-" + SPAN + "-d-00f067aa0ba902b8, true",
    TRACE + "-" + SPAN + "-0, false",
    TRACE + "-" + SPAN + ", true",
  })
  void b3(String header, boolean sampled) {
    assertParent(extract("b3", "b3", header), sampled);
  }

  @Test
  void b3WithAShortTraceId() {
    RemoteParent parent = extract("b3", "b3", "a3ce929d0e0e4736-" + SPAN + "-1");
    assertEquals(
        "0000000000000000a3ce929d0e0e4736", Ids.hex(parent.traceIdHigh, parent.traceIdLow));
    assertFalse(extract("b3", "b3", "0").hasTrace());
    assertFalse(extract("b3", "b3", "zz-" + SPAN).hasTrace());
  }

  @Test
  void b3Multi() {
    assertParent(
        extract("b3multi", "x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-sampled", "1"), true);
    assertParent(
        extract("b3multi", "x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-sampled", "0"), false);
    assertFalse(extract("b3multi", "x-b3-traceid", TRACE).hasTrace());
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + ":" + SPAN + ":0:1, true",
    TRACE + ":f067aa0ba902b7:0:0, false",
    TRACE + "%3A" + SPAN + "%3A0%3A3, true",
  })
  void jaeger(String header, boolean sampled) {
    assertParent(extract("jaeger", "uber-trace-id", header), sampled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tracecontext", "b3", "b3multi", "jaeger"})
  void whatIsWrittenIsRead(String format) {
    RemoteParent remote =
        extract("tracecontext", "traceparent", "00-" + TRACE + "-" + SPAN + "-01");
    Propagation.configure(new String[] {format});
    Span span = new PlainSpan(remote);
    Map<String, String> carrier = new LinkedHashMap<>();
    Propagation.inject(span, carrier, SETTER);
    Map<String, String> received = new LinkedHashMap<>();
    carrier.forEach((k, v) -> received.put(k.toLowerCase(), v));
    RemoteParent read = Propagation.extract(received, GETTER);
    assertEquals(TRACE, Ids.hex(read.traceIdHigh, read.traceIdLow));
    assertEquals(span.spanId(), read.spanId);
    assertTrue(read.sampled);
  }

  @Test
  void anUnknownFormatIsNamed() {
    Exception thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Propagation.configure(new String[] {"b3", "xray"}));
    assertTrue(thrown.getMessage().contains("xray"));
  }

  @Test
  void garbageNeverThrows() {
    Random random = new Random(42);
    String alphabet = "0123456789abcdefABCDEFxyz-:,;=% \t\r\n\u00e9\ud83d";
    String[] formats = {"tracecontext", "baggage", "b3", "b3multi", "jaeger"};
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(70); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String value = text.toString();
      Propagation.configure(formats);
      Propagation.extract("any header", (carrier, name) -> value);
    }
  }

  private static final class PlainSpan extends Span {
    PlainSpan(RemoteParent remote) {
      super(CLIENT, null, remote, null);
    }

    @Override
    protected void finish(long durationNanos) {}
  }
}
