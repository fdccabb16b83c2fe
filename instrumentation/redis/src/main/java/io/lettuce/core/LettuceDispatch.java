package io.lettuce.core;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.TransactionalCommand;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.WeakTable;
import io.sonde.bootstrap.db.Database;
import io.sonde.bootstrap.db.RedisOperation;
import io.sonde.bootstrap.db.RedisSpan;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

/**
 * Lettuce 6 and 7: where the synchronous, asynchronous and reactive commands of all kinds of
 * connections become one, on the thread of the caller. What the client says for itself when it
 * connects does not come here. The command is only observed, never wrapped (fault E11); where it
 * goes is added by {@code LettuceEndpoint}.
 */
@Instrumentation("lettuce")
final class LettuceDispatch {
  private static final WeakTable<RedisChannelHandler<?, ?>, Transaction> TRANSACTIONS =
      new WeakTable<RedisChannelHandler<?, ?>, Transaction>(16384);

  private LettuceDispatch() {}

  /** One command. */
  @Weave(
      types = "io.lettuce.core.RedisChannelHandler",
      methods = "dispatch(Lio/lettuce/core/protocol/RedisCommand;")
  static final class One {
    @Enter
    static RedisSpan enter(
        @This RedisChannelHandler<?, ?> connection, @Arg(0) RedisCommand<?, ?, ?> command) {
      if (command.getClass().getName().endsWith(".TimedAsyncCommand")) {
        // The client looks at the nodes of a cluster or at replicas.
        return null;
      }
      RedisOperation operation = RedisOperation.of(command.getType().getBytes());
      RedisSpan span =
          command instanceof TransactionalCommand
              ? inTransaction(connection, operation)
              : start(connection, operation);
      if (span != null) {
        observe(command, new Completion(span, command));
        span.activate();
      }
      return span;
    }

    @Exit
    static void exit(@Token RedisSpan span, @Thrown Throwable thrown) {
      leave(span, thrown);
    }
  }

  /** A list of commands that the application put together. */
  @Weave(types = "io.lettuce.core.RedisChannelHandler", methods = "dispatch(Ljava/util/Collection;")
  static final class Many {
    @Enter
    static RedisSpan enter(
        @This RedisChannelHandler<?, ?> connection, @Arg(0) Collection<?> commands) {
      Span current = RedisSpan.parentHere();
      if (commands.isEmpty() || current instanceof RedisSpan) {
        return null;
      }
      RedisSpan span = RedisSpan.startBatch(server(connection), current);
      BatchCompletion completion = new BatchCompletion(span, commands.size());
      RedisOperation each = null;
      boolean first = true;
      for (Object command : commands) {
        RedisOperation operation =
            RedisOperation.of(((RedisCommand<?, ?, ?>) command).getType().getBytes());
        each = first || operation == each ? operation : null;
        first = false;
      }
      span.batch("PIPELINE", each, commands.size());
      for (Object command : commands) {
        observe(command, completion);
      }
      span.activate();
      return span;
    }

    @Exit
    static void exit(@Token RedisSpan span, @Thrown Throwable thrown) {
      leave(span, thrown);
    }
  }

  /** What is sent between MULTI and EXEC is one operation, which EXEC stands for. */
  private static RedisSpan start(RedisChannelHandler<?, ?> connection, RedisOperation operation) {
    String name = operation.name();
    if (name.equals("MULTI")) {
      TRANSACTIONS.put(connection, new Transaction());
      return null;
    }
    Transaction transaction = null;
    if (name.equals("EXEC") || name.equals("DISCARD")) {
      transaction = TRANSACTIONS.remove(connection);
      if (transaction != null && name.equals("DISCARD")) {
        return null;
      }
    }
    RedisSpan span = RedisSpan.start(server(connection), operation);
    if (span != null && transaction != null) {
      span.batch("MULTI", transaction.each, transaction.size);
    }
    return span;
  }

  private static RedisSpan inTransaction(
      RedisChannelHandler<?, ?> connection, RedisOperation operation) {
    Transaction transaction = TRANSACTIONS.get(connection);
    if (transaction != null) {
      transaction.add(operation);
    }
    return null;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void observe(Object command, BiConsumer<Object, Throwable> completion) {
    if (command instanceof CompleteableCommand) {
      ((CompleteableCommand) command).onComplete(completion);
    }
  }

  private static void leave(RedisSpan span, Throwable thrown) {
    if (span != null) {
      span.deactivate();
      if (thrown != null) {
        span.end(null, thrown);
      }
    }
  }

  private static Database server(RedisChannelHandler<?, ?> connection) {
    int index =
        connection instanceof StatefulRedisConnectionImpl
            ? ((StatefulRedisConnectionImpl<?, ?>) connection).getConnectionState().getDb()
            : 0;
    return RedisSpan.database(index);
  }

  /** The commands between MULTI and EXEC. Used by one thread at a time, as a transaction is. */
  static final class Transaction {
    private RedisOperation each;
    private int size;

    private void add(RedisOperation operation) {
      each = size == 0 || operation == each ? operation : null;
      size++;
    }
  }

  /** The reply, a time-out or a cancellation; called by threads of Netty. */
  static final class Completion implements BiConsumer<Object, Throwable> {
    private final RedisSpan span;
    private final RedisCommand<?, ?, ?> command;

    private Completion(RedisSpan span, RedisCommand<?, ?, ?> command) {
      this.span = span;
      this.command = command;
    }

    @Override
    public void accept(Object value, Throwable thrown) {
      CommandOutput<?, ?, ?> output = command.getOutput();
      String error = output != null && output.hasError() ? output.getError() : null;
      // A subscriber that has had enough cancels; a future is cancelled when its time is over.
      boolean enough = thrown instanceof CancellationException && !(command instanceof RedisFuture);
      if (error != null || thrown != null && !enough) {
        span.end(error, thrown);
      } else {
        span.end(value);
      }
    }
  }

  /** Ends the span with the last of many. */
  static final class BatchCompletion implements BiConsumer<Object, Throwable> {
    private final RedisSpan span;
    private int open;

    private BatchCompletion(RedisSpan span, int open) {
      this.span = span;
      this.open = open;
    }

    @Override
    public synchronized void accept(Object value, Throwable thrown) {
      if (--open == 0) {
        span.end();
      }
    }
  }
}
