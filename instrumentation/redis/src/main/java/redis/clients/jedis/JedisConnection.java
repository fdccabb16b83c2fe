package redis.clients.jedis;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.WeakTable;
import io.sonde.bootstrap.db.Database;
import io.sonde.bootstrap.db.RedisOperation;
import io.sonde.bootstrap.db.RedisSpan;
import io.sonde.bootstrap.db.RedisText;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.util.Iterator;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Jedis 5 to 8: the connection, which all clients, pools, pipelines and transactions end at. Most
 * commands are executed in one call. The others, and all of a pipeline, are sent by one call and
 * answered in another: {@link State} brings them together.
 */
@Instrumentation("jedis")
final class JedisConnection {
  private static final WeakTable<Connection, State> STATES =
      new WeakTable<Connection, State>(16384);

  private JedisConnection() {}

  /** A command is sent and answered. */
  @Weave(
      types = "redis.clients.jedis.Connection",
      methods = {
        "executeCommand(Lredis/clients/jedis/CommandArguments;",
        "executeCommand(Lredis/clients/jedis/CommandObject;"
      })
  static final class Execute {
    @Enter
    static RedisSpan enter(@This Connection connection, @Arg(0) Object command) {
      CommandArguments arguments =
          command instanceof CommandObject
              ? ((CommandObject<?>) command).getArguments()
              : (CommandArguments) command;
      RedisSpan span = state(connection).start(connection, arguments);
      if (span != null) {
        span.activate();
      }
      return span;
    }

    @Exit
    static void exit(@Token RedisSpan span, @Return Object reply, @Thrown Throwable thrown) {
      if (span != null) {
        span.deactivate();
        end(span, reply, thrown);
      }
    }
  }

  /** A command is sent, alone or as one of many; its reply is read later. */
  @Weave(
      types = "redis.clients.jedis.Connection",
      methods = "sendCommand(Lredis/clients/jedis/CommandArguments;")
  static final class Send {
    @Enter
    static State enter(@This Connection connection, @Arg(0) CommandArguments arguments) {
      if (Span.current() instanceof RedisSpan) {
        return null;
      }
      State state = state(connection);
      state.sent(connection, arguments);
      return state;
    }

    @Exit
    static void exit(@Token State state, @Thrown Throwable thrown) {
      if (state != null && thrown != null) {
        state.failed(thrown);
      }
    }
  }

  /** The client begins to wait for replies. */
  @Weave(types = "redis.clients.jedis.Connection", methods = "flush")
  static final class Flush {
    @Enter
    static State enter(@This Connection connection) {
      State state = Span.current() instanceof RedisSpan ? null : STATES.get(connection);
      if (state != null) {
        state.flushed();
      }
      return state;
    }

    @Exit
    static void exit(@Token State state, @Thrown Throwable thrown) {
      if (state != null && thrown != null) {
        state.failed(thrown);
      }
    }
  }

  /** One reply is read. */
  @Weave(types = "redis.clients.jedis.Connection", methods = "readProtocolWithCheckingBroken")
  static final class Read {
    @Exit
    static void exit(@This Connection connection, @Return Object reply, @Thrown Throwable thrown) {
      State state = Span.current() instanceof RedisSpan ? null : STATES.get(connection);
      if (state != null) {
        state.replied(reply, thrown);
      }
    }
  }

  /**
   * What the client says to the server for itself when it makes or tests a connection: no commands
   * of the application, and passwords are among them.
   */
  @Weave(
      types = "redis.clients.jedis.Connection",
      methods = {
        "initializeFromClientConfig(Lredis/clients/jedis/JedisClientConfig;",
        "reAuthenticate",
        "ping()Z"
      })
  static final class Internal {
    @Enter
    static State enter(@This Connection connection, @Arg(0) JedisClientConfig config) {
      State state = state(connection);
      if (config != null) {
        state.server = RedisSpan.database(config.getDatabase());
      }
      state.ignoring = true;
      return state;
    }

    @Exit
    static void exit(@Token State state) {
      if (state != null) {
        state.ignoring = false;
      }
    }
  }

  /** The thread listens: what it is told has nothing to do with what it did before. */
  @Weave(
      types = {"redis.clients.jedis.JedisPubSubBase", "redis.clients.jedis.JedisShardedPubSubBase"},
      methods = {"proceed", "proceedWithPatterns"})
  static final class Listen {
    @Enter
    static Span enter(@Arg(0) Connection connection) {
      state(connection).ignoring = true;
      return Span.swap(null);
    }

    @Exit
    static void exit(@Arg(0) Connection connection, @Token Span before) {
      state(connection).ignoring = false;
      Span.swap(before);
    }
  }

  private static State state(Connection connection) {
    State state = STATES.get(connection);
    if (state == null) {
      state = new State();
      STATES.put(connection, state);
    }
    return state;
  }

  private static void end(RedisSpan span, Object reply, Throwable thrown) {
    if (thrown == null) {
      span.end(reply);
    } else {
      span.end(thrown instanceof JedisDataException ? thrown.getMessage() : null, thrown);
    }
  }

  /** One connection: its server, and what was sent and is not answered. Used by one thread. */
  static final class State {
    private Database server = RedisSpan.database(0);
    private HostAndPort address;
    private volatile boolean ignoring;

    /** Commands sent that are to be read; of a transaction, those that it holds. */
    private int sent;

    private int read;
    private boolean transaction;
    private boolean executing;

    /** The first command and, once there are more, all of them. */
    private RedisSpan span;

    private boolean isBatch;
    private RedisOperation operation;
    private Span parent;

    RedisSpan start(Connection connection, CommandArguments arguments) {
      RedisOperation operation = RedisOperation.of(arguments.getCommand().getRaw());
      RedisSpan started = ignoring ? null : RedisSpan.start(server(connection), operation);
      if (started != null) {
        if (started.sampled()) {
          started.text(text(operation, arguments));
        }
        if (arguments.isBlocking()) {
          started.blocks();
        }
      } else if (Span.current() instanceof RedisSpan) {
        attempt((RedisSpan) Span.current(), connection, operation, arguments);
      }
      if (operation.name().equals("SELECT")) {
        selected(arguments);
      }
      return started;
    }

    /** An attempt of {@code JedisExecutor}'s; what it asks on the way is another command. */
    private void attempt(
        RedisSpan whole,
        Connection connection,
        RedisOperation operation,
        CommandArguments arguments) {
      RedisOperation wanted = whole.operation();
      boolean same = wanted != null && wanted.name().equals(operation.name());
      if (same && whole.server() != server(connection)) {
        whole.server(server);
        if (whole.sampled()) {
          whole.text(text(operation, arguments));
        }
      }
    }

    void sent(Connection connection, CommandArguments arguments) {
      if (ignoring) {
        return;
      }
      RedisOperation next = RedisOperation.of(arguments.getCommand().getRaw());
      if (sent == 0 && !transaction) {
        begin(connection, arguments, next);
      } else if (transaction && next.name().equals("EXEC")) {
        executing = true;
      } else if (transaction && next.name().equals("DISCARD")) {
        clear();
      } else {
        operation = sent == 0 || operation == next ? next : null;
        sent++;
      }
    }

    private void begin(Connection connection, CommandArguments arguments, RedisOperation first) {
      parent = RedisSpan.parentHere();
      if (first.name().equals("MULTI")) {
        transaction = true;
        server(connection);
        return;
      }
      span = start(connection, arguments);
      if (span != null) {
        operation = first;
        sent = 1;
      }
    }

    /** Time that the application took to fill a pipeline is not the server's. */
    void flushed() {
      if (!isBatch && (transaction || sent > 1)) {
        isBatch = true;
        span = RedisSpan.startBatch(server, parent);
      }
    }

    void replied(Object reply, Throwable thrown) {
      if (sent == 0 && !transaction) {
        return;
      }
      if (thrown != null && !(thrown instanceof JedisDataException)) {
        failed(thrown);
      } else if (transaction) {
        if (executing) {
          finish("MULTI", thrown);
        }
      } else if (++read == sent) {
        if (isBatch) {
          finish("PIPELINE", null);
        } else {
          RedisSpan single = span;
          clear();
          end(single, reply, thrown);
        }
      }
    }

    private void finish(String kind, Throwable thrown) {
      RedisSpan batch = span;
      batch.batch(kind, operation, sent);
      clear();
      end(batch, kind, thrown);
    }

    void failed(Throwable thrown) {
      flushed();
      if (isBatch) {
        finish(transaction ? "MULTI" : "PIPELINE", thrown);
      } else if (span != null) {
        end(span, null, thrown);
      }
      clear();
    }

    private void clear() {
      sent = 0;
      read = 0;
      transaction = false;
      executing = false;
      span = null;
      isBatch = false;
      operation = null;
      parent = null;
    }

    /** The index counts from the next command on, though the server might refuse it. */
    private void selected(CommandArguments arguments) {
      Iterator<Rawable> all = arguments.iterator();
      all.next();
      byte[] index = all.hasNext() ? all.next().getRaw() : new byte[0];
      int number = 0;
      for (byte digit : index) {
        number = 10 * number + digit - '0';
      }
      server = RedisSpan.database(number);
      address = null;
    }

    private Database server(Connection connection) {
      try {
        HostAndPort now = connection.getHostAndPort();
        if (now != null && now != address) {
          address = now;
          server = new Database("redis", server.namespace(), now.getHost(), now.getPort());
        }
      } catch (ClassCastException e) {
        // The application's own socket factory; only that of Jedis knows the address.
      }
      return server;
    }
  }

  private static RedisText text(RedisOperation operation, CommandArguments arguments) {
    RedisText text = RedisText.begin(operation);
    Iterator<Rawable> all = arguments.iterator();
    all.next();
    while (all.hasNext() && !text.full()) {
      Rawable argument = all.next();
      if (text.showsNext()) {
        text.show(argument.getRaw());
      } else {
        text.hide();
      }
    }
    return text;
  }
}
