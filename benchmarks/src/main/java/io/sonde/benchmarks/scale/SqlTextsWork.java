package io.sonde.benchmarks.scale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** Executes that many distinct SQL texts. */
final class SqlTextsWork {
  private static final int WARM_UP = 100_000;
  private static final int PASSES = 3;
  private static final int LEAST_EXECUTIONS = 100_000;

  private SqlTextsWork() {}

  public static void main(String[] arguments) throws Exception {
    Connection connection = IdleDriver.connection(() -> {});
    String[] texts = texts("t", Integer.parseInt(arguments[0]));
    int executions = Math.max(texts.length, LEAST_EXECUTIONS);
    // Enough for misses of the agent's cache to be compiled too, of one table.
    String[] warm = texts("warm WHERE 1 = ", 1000);
    executeTexts(connection, warm, WARM_UP);
    prepare(connection, warm, WARM_UP);
    Probe.tell("first", executeTexts(connection, texts, texts.length));
    double[] text = new double[PASSES];
    double[] prepared = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      text[i] = executeTexts(connection, texts, executions);
      prepared[i] = prepare(connection, texts, executions);
    }
    Arrays.sort(text);
    Arrays.sort(prepared);
    Probe.tell("text", text[PASSES / 2]);
    Probe.tell("prepared", prepared[PASSES / 2]);
    Arrays.fill(texts, null);
    Probe.tell("heap", Probe.liveHeap());
  }

  private static String[] texts(String table, int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] =
          "SELECT id, name, price FROM "
              + table
              + i
              + " WHERE category = 'shoes' AND price < 42.50 ORDER BY price LIMIT 10";
    }
    return texts;
  }

  /** Returns the processor time of one execution, in nanoseconds. */
  private static double executeTexts(Connection connection, String[] texts, int executions)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long cpu = Probe.threadCpu();
      for (int i = 0; i < executions; i++) {
        statement.execute(texts[i % texts.length]);
      }
      return (double) (Probe.threadCpu() - cpu) / executions;
    }
  }

  private static double prepare(Connection connection, String[] texts, int executions)
      throws SQLException {
    long cpu = Probe.threadCpu();
    for (int i = 0; i < executions; i++) {
      try (PreparedStatement statement = connection.prepareStatement(texts[i % texts.length])) {
        statement.execute();
      }
    }
    return (double) (Probe.threadCpu() - cpu) / executions;
  }
}
