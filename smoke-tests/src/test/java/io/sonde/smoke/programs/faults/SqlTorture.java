package io.sonde.smoke.programs.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Hands a driver that answers at once SQL that has stopped other agents. Argument: how many
 * distinct statements. Writes what each took, and how much of the heap is live in the end.
 */
public final class SqlTorture {
  private SqlTorture() {}

  public static void main(String[] args) throws Exception {
    Statement statement = connection().createStatement();
    statement.execute("SELECT 1");
    for (Map.Entry<String, String> each : statements().entrySet()) {
      long start = System.nanoTime();
      statement.execute(each.getValue());
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
      System.out.println("took " + micros + " us: " + each.getKey());
    }
    System.out.println("tortured");
    System.in.read();
    int distinct = Integer.parseInt(args[0]);
    for (int i = 0; i < distinct; i++) {
      statement.execute("SELECT 'S3CR3T-" + i + "' FROM table" + i + " WHERE c" + i + " = " + i);
    }
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    System.out.println("live " + (runtime.totalMemory() - runtime.freeMemory()));
    while (System.in.read() >= 0) {
      // What is left of the line; until it is to end.
    }
  }

  private static Map<String, String> statements() {
    Map<String, String> statements = new LinkedHashMap<>();
    String literal = "S3CR3T-literal ".repeat((16 << 20) / 15);
    statements.put("a literal of 16 MB", "SELECT '" + literal + "'");
    statements.put("a literal that does not end", "SELECT '" + literal);
    statements.put(
        "a million elements", "SELECT a FROM b WHERE c IN (" + "1,".repeat(999_999) + "1)");
    statements.put(
        "nested parentheses", "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000));
    statements.put(
        "nested comments", "SELECT " + "/*".repeat(100_000) + "S3CR3T-" + "*/".repeat(100_000));
    statements.put("nested selects", "SELECT a FROM (".repeat(50_000) + "b" + ")".repeat(50_000));
    statements.put("a comment that does not end", "SELECT 1 /* S3CR3T-" + "x".repeat(1 << 20));
    statements.put("a name that does not end", "SELECT \"" + "x".repeat(1 << 20));
    statements.put(
        "a dollar quote that does not end", "SELECT $tag$ S3CR3T-" + "x $".repeat(1 << 18));
    statements.put("quotes", "SELECT " + "'".repeat(100_001));
    statements.put("backslashes", "SELECT '" + "\\".repeat(100_001) + "S3CR3T-'");
    statements.put("blanks", "SELECT" + " ".repeat(1 << 20) + "1");
    statements.put("a word of a megabyte", "a".repeat(1 << 20));
    statements.put("a number of a megabyte", "SELECT " + "1".repeat(1 << 20));
    statements.put("exponents", "SELECT " + "1e".repeat(100_000));
    statements.put("unions", "SELECT a FROM b UNION ".repeat(50_000) + "SELECT 1");
    statements.put("zeros", "\0".repeat(100_000));
    statements.put("lone surrogates", "SELECT " + "\ud800".repeat(100_000));
    return statements;
  }

  private static Connection connection() {
    Statement statement =
        proxy(
            Statement.class,
            (self, method, arguments) ->
                method.getReturnType() == boolean.class ? Boolean.FALSE : null);
    DatabaseMetaData metaData =
        proxy(DatabaseMetaData.class, (self, method, arguments) -> "jdbc:postgresql://h:1/shop");
    return proxy(
        Connection.class,
        (self, method, arguments) -> method.getName().equals("getMetaData") ? metaData : statement);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(SqlTorture.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
