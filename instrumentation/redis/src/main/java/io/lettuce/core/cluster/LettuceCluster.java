package io.lettuce.core.cluster;

import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.WeakTable;
import io.sonde.bootstrap.db.RedisSpan;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;

/**
 * Lettuce 6 and 7: a command in a cluster. Where its node is not connected yet, or sends it on to
 * another one, a thread of Netty gives it to the connection, and {@code LettuceEndpoint} is to find
 * its span there, too: the server of a span is the one that answered (fault G6).
 */
@Instrumentation("lettuce")
final class LettuceCluster {
  /** Of commands without a reply, by their innermost selves, which are the same for everybody. */
  private static final WeakTable<RedisCommand<?, ?, ?>, RedisSpan> SPANS =
      new WeakTable<RedisCommand<?, ?, ?>, RedisSpan>(16384);

  private LettuceCluster() {}

  /** A node is looked for: for the caller, or by a thread of Netty that was told to go on. */
  @Weave(
      types = "io.lettuce.core.cluster.ClusterDistributionChannelWriter",
      methods = "write(Lio/lettuce/core/protocol/RedisCommand;")
  static final class Choose {
    @Enter
    static void enter(@Arg(0) RedisCommand<?, ?, ?> command) {
      Span current = Span.current();
      if (current instanceof RedisSpan) {
        SPANS.put(CommandWrapper.unwrap(command), (RedisSpan) current);
      }
    }
  }

  /** The node is found and connected. */
  @Weave(
      types = "io.lettuce.core.cluster.ClusterDistributionChannelWriter",
      methods = "writeCommand(Lio/lettuce/core/protocol/RedisCommand;Z")
  static final class Write {
    @Enter
    static Span enter(@Arg(0) RedisCommand<?, ?, ?> command) {
      return Span.swap(SPANS.get(CommandWrapper.unwrap(command)));
    }

    @Exit
    static void exit(@Token Span before) {
      Span.swap(before);
    }
  }

  /** There is a reply, perhaps one that names another node. */
  @Weave(
      types = "io.lettuce.core.cluster.ClusterCommand",
      methods = {"complete", "completeExceptionally"})
  static final class Reply {
    @Exit
    static void exit(@This ClusterCommand<?, ?, ?> command) {
      if (command.isCompleted()) {
        SPANS.remove(CommandWrapper.unwrap(command));
      }
    }
  }
}
