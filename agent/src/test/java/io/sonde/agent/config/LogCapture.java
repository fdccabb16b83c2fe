package io.sonde.agent.config;

import io.sonde.bootstrap.AgentLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the agent logs while this is open. */
public final class LogCapture implements AutoCloseable {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream before;

  public LogCapture() {
    before = exchange(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    AgentLog.level(AgentLog.INFO);
  }

  private static PrintStream exchange(PrintStream stream) {
    try {
      Field field = AgentLog.class.getDeclaredField("stderr");
      field.setAccessible(true);
      PrintStream old = (PrintStream) field.get(null);
      field.set(null, stream);
      return old;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  public List<String> lines() {
    return text().lines().toList();
  }

  @Override
  public void close() {
    exchange(before);
    AgentLog.level(AgentLog.INFO);
  }
}
