package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Text;
import io.sonde.bootstrap.Tracer;

/** One Redis command, pipeline or transaction. */
public final class RedisSpan extends DatabaseSpan {
  private final String operation;

  private RedisSpan(Span parent, Database database, String operation) {
    super(parent, database);
    this.operation = operation;
  }

  /**
   * Starts the span of a command; does not make it current.
   *
   * @param operation the command as given, {@code PIPELINE} or {@code MULTI}; few different ones
   * @return null when this thread is the agent's own, or works for another Redis call already
   */
  public static RedisSpan start(Database database, String operation) {
    Span current = Span.current();
    if (current instanceof RedisSpan || Tracer.suppressed()) {
      return null;
    }
    RedisSpan span = new RedisSpan(current, database, operation);
    if (span.sampled()) {
      span.name(operation);
    }
    return span;
  }

  /** The redacted command line, by {@link RedisText}. */
  public void text(String redacted) {
    set("db.query.text", redacted);
  }

  /** How many commands a pipeline or transaction held. */
  public void batchSize(int commands) {
    if (commands != 1) {
      set("db.operation.batch.size", commands);
    }
  }

  /**
   * Ends the span.
   *
   * @param thrown what the call threw, or null. The prefix of a server's error ({@code WRONGTYPE})
   *     becomes the status code.
   */
  public void end(Throwable thrown) {
    if (thrown != null) {
      String prefix = RedisText.errorPrefix(thrown.getMessage());
      error(prefix, prefix != null ? prefix : Text.simpleName(thrown.getClass().getName()), thrown);
    }
    end();
  }

  @Override
  protected void finish(long durationNanos) {
    finish(durationNanos, operation, null);
  }
}
