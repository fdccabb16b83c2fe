package redis.clients.jedis.executors;

import io.sonde.bootstrap.db.RedisOperation;
import io.sonde.bootstrap.db.RedisSpan;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Jedis 5 to 8: a command that more than one connection may be asked for, because a node of the
 * cluster sends it on to another or a connection fails. It is one span all the same (fault G6), to
 * which {@code JedisConnection} adds which node answered.
 */
@Instrumentation("jedis")
final class JedisExecutor {
  private JedisExecutor() {}

  /** A command, until one of its attempts succeeds or there are no more. */
  @Weave(
      types = {
        "redis.clients.jedis.executors.ClusterCommandExecutor",
        "redis.clients.jedis.executors.RetryableCommandExecutor"
      },
      methods = {
        "executeCommand(Lredis/clients/jedis/CommandObject;",
        "executeCommandToReplica(Lredis/clients/jedis/CommandObject;"
      })
  static final class Execute {
    @Enter
    static RedisSpan enter(@Arg(0) CommandObject<?> command) {
      CommandArguments arguments = command.getArguments();
      RedisOperation operation = RedisOperation.of(arguments.getCommand().getRaw());
      RedisSpan span = RedisSpan.start(RedisSpan.database(0), operation);
      if (span != null) {
        if (arguments.isBlocking()) {
          span.blocks();
        }
        span.activate();
      }
      return span;
    }

    @Exit
    static void exit(@Token RedisSpan span, @Return Object reply, @Thrown Throwable thrown) {
      if (span != null) {
        span.deactivate();
        if (thrown == null) {
          span.end(reply);
        } else {
          span.end(thrown instanceof JedisDataException ? thrown.getMessage() : null, thrown);
        }
      }
    }
  }
}
