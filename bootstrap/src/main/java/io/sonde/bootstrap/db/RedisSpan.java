package io.sonde.bootstrap.db;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.RecentText;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import java.util.Collection;

/**
 * One Redis command, pipeline or transaction, from when it is sent until its reply. It is current
 * only while the client sends (and, where the client blocks, waits): so layers of the client that
 * call each other make one span.
 */
public final class RedisSpan extends DatabaseSpan {
  /** What is known of a server before its address is: the index of the database. */
  private static final Database[] BY_INDEX = new Database[16];

  static {
    for (int i = 0; i < BY_INDEX.length; i++) {
      BY_INDEX[i] = new Database("redis", String.valueOf(i), null, 0);
    }
  }

  /** Null when a batch holds different ones. */
  private RedisOperation operation;

  /** {@code PIPELINE} or {@code MULTI}, or null for one command. */
  private String batch;

  private int batchSize;
  private String text;
  private boolean blocking;

  private RedisSpan(Span parent, Database database, RedisOperation operation) {
    super(parent, database);
    this.operation = operation;
    blocking = operation != null && operation.blocking;
  }

  /** The server of a connection that has selected database {@code index}. */
  public static Database database(int index) {
    return index >= 0 && index < BY_INDEX.length
        ? BY_INDEX[index]
        : new Database("redis", String.valueOf(index), null, 0);
  }

  /**
   * Starts the span of a command; does not make it current.
   *
   * @return null when the command has no reply, when this thread is the agent's own, when it works
   *     for another Redis call already, or when it is one that clients say for themselves and there
   *     is no request
   */
  public static RedisSpan start(Database database, RedisOperation operation) {
    Span parent = parentHere();
    boolean own = operation.internal && parent == null;
    if (parent instanceof RedisSpan || operation.streaming || own || Tracer.suppressed()) {
      return null;
    }
    return new RedisSpan(parent, database, operation);
  }

  /**
   * Starts the span of a pipeline or transaction; does not make it current.
   *
   * @param parent what was current when its first command was given
   */
  public static RedisSpan startBatch(Database database, Span parent) {
    return new RedisSpan(parent, database, null);
  }

  /** The current span, or what is around it if it is a command that has ended already. */
  public static Span parentHere() {
    Span current = Span.current();
    return current instanceof RedisSpan && current.ended() ? current.parent() : current;
  }

  /** Where the command goes, once a connection is found. */
  public void server(Database found) {
    database(found);
  }

  /** What is known of the server so far. */
  public Database server() {
    return database();
  }

  /** Whether this is the span of a pipeline or transaction. */
  public boolean isBatch() {
    return batch != null;
  }

  /** The command; null for a batch of different ones. */
  public RedisOperation operation() {
    return operation;
  }

  public void text(RedisText redacted) {
    text = redacted.end();
  }

  /** The command waits for something to happen, as its arguments say. */
  public void blocks() {
    blocking = true;
  }

  /**
   * Makes this the span of many commands.
   *
   * @param kind {@code PIPELINE} or {@code MULTI}
   * @param each what all of them are, or null
   */
  public void batch(String kind, RedisOperation each, int size) {
    batch = kind;
    operation = each;
    batchSize = size;
    text = null;
  }

  /**
   * Ends the span of a command that was answered. A blocking command that waited in vain leaves no
   * span when there is none around it: a loop of these in a worker is of no interest (fault G5).
   * WAIT is always answered, and about a write that has a span of its own.
   *
   * @param reply as the client gives it to the application
   */
  public void end(Object reply) {
    boolean nothing =
        reply == null || reply instanceof Collection && ((Collection<?>) reply).isEmpty();
    if (!blocking || parent() != null || !nothing && !operation.name.startsWith("WAIT")) {
      end();
    }
  }

  /**
   * Ends the span of a command that failed.
   *
   * @param reply the server's error reply, or null when there was none
   * @param thrown what the call threw, or null
   */
  public void end(String reply, Throwable thrown) {
    if (ended()) {
      return;
    }
    String status = reply == null ? null : RedisText.errorPrefix(reply);
    String type = status;
    if (type == null) {
      type = thrown == null ? "_OTHER" : thrown.getClass().getName();
    }
    // "ERR unknown command 'FOO', with args beginning with: 'secret'"
    // "ERR Error in ACL SETUSER modifier '>secret': Syntax error"
    boolean quotes = reply != null && reply.indexOf('\'') >= 0;
    error(status, type, quotes ? null : thrown);
    end();
  }

  @Override
  boolean measured() {
    return !blocking;
  }

  @Override
  String operationName() {
    if (operation == null) {
      return batch;
    }
    return batch == null ? operation.name : RecentText.joined(batch, operation.name);
  }

  @Override
  String summary() {
    return null;
  }

  @Override
  public String name() {
    return operationName();
  }

  @Override
  protected void attributes(AttributeVisitor to) {
    super.attributes(to);
    to.set("db.query.text", text);
    if (batch != null && batchSize != 1) {
      to.set("db.operation.batch.size", batchSize);
    }
  }

  @Override
  protected int textLength() {
    return text == null ? 0 : text.length();
  }
}
