package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceMdcTest {
  private final Span span =
      new Span(Span.SERVER, null, null, null) {
        @Override
        protected void finish(long durationNanos) {}
      };
  private final Map<String, String> expected =
      Map.of(
          "tenant",
          "north",
          "trace_id",
          span.traceIdText(),
          "span_id",
          span.spanIdText(),
          "trace_flags",
          "01");

  @Test
  void isThatOfTheApplicationAndTheIds() {
    TraceMdc mdc = new TraceMdc(span, Map.of("tenant", "north"));
    assertEquals(expected, mdc);
    expected.forEach((key, value) -> assertEquals(value, mdc.get(key)));
    assertTrue(mdc.containsKey("span_id"));
    assertFalse(mdc.containsKey("other"));
    assertNull(mdc.get("other"));
    assertEquals(3, new TraceMdc(span, null).size());
  }

  /** As Logback's appenders to sockets do; at the other end there is no agent. */
  @Test
  void isSentAsAMapOfTheJdk() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new TraceMdc(span, Map.of("tenant", "north")));
    }
    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertEquals(HashMap.class, read.getClass());
    assertEquals(expected, read);
  }
}
