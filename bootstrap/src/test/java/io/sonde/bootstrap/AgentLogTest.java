package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentLogTest {
  private final CountDownLatch read = new CountDownLatch(1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private PrintStream before;

  /** A pipe that is full until {@link #read}. */
  private final OutputStream pipe =
      new OutputStream() {
        @Override
        public void write(int octet) {
          write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int count) {
          boolean interrupted = false;
          while (read.getCount() > 0) {
            try {
              read.await();
            } catch (InterruptedException e) {
              interrupted = true;
            }
          }
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          written.write(octets, from, count);
        }
      };

  @BeforeEach
  void exchange() throws Exception {
    before = exchange(new PrintStream(pipe, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void putBack() throws Exception {
    read.countDown();
    for (Thread thread : writers()) {
      thread.join();
    }
    exchange(before);
  }

  private static PrintStream exchange(PrintStream stream) throws Exception {
    Field field = AgentLog.class.getDeclaredField("stderr");
    field.setAccessible(true);
    PrintStream old = (PrintStream) field.get(null);
    field.set(null, stream);
    return old;
  }

  private static List<Thread> writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("sonde-log"))
        .toList();
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** What it told may be the JVM's last words. */
  @Test
  void aLineIsThereWhenTheCallReturns() {
    read.countDown();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      AgentLog.info("line " + i);
      expected.add("[sonde] INFO line " + i);
    }
    assertEquals(expected, lines());
  }

  @Test
  void nobodyWaitsForAStderrThatNobodyReads() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      AgentLog.warn("line " + i);
    }
    assertEquals(1, writers().size());
    assertEquals(List.of(), lines());
    read.countDown();
    for (Thread thread : writers()) {
      thread.join();
    }
    List<String> told = lines();
    assertEquals("[sonde] WARN line 0", told.get(0));
    assertTrue(told.size() > 50 && told.size() < 200, () -> "bounded: " + told.size());
    AgentLog.warn("later");
    AgentLog.warn("last");
    assertEquals("[sonde] WARN last", lines().get(lines().size() - 1));
  }

  @Test
  void aThreadKeepsThatItWasInterrupted() {
    Thread.currentThread().interrupt();
    AgentLog.warn("interrupted");
    assertTrue(Thread.interrupted());
  }
}
