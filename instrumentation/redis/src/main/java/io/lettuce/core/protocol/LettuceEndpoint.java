package io.lettuce.core.protocol;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.db.Database;
import io.sonde.bootstrap.db.RedisSpan;
import io.sonde.bootstrap.db.RedisText;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Weave;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Lettuce 6 and 7: the connection to one node, at which a command arrives while {@code
 * LettuceDispatch} has its span current. Here it is known which node that is, and the arguments can
 * be looked at one by one.
 */
@Instrumentation("lettuce")
final class LettuceEndpoint {
  private static final AttributeKey<Database> SERVER = AttributeKey.valueOf("io.sonde.server");

  /** BLOCK comes before the streams: after group and consumer, a count and NOACK. */
  private static final int OPTIONS = 8;

  private LettuceEndpoint() {}

  /** One command. */
  @Weave(
      types = "io.lettuce.core.protocol.DefaultEndpoint",
      methods = "write(Lio/lettuce/core/protocol/RedisCommand;")
  static final class One {
    @Enter
    static void enter(@This DefaultEndpoint endpoint, @Arg(0) RedisCommand<?, ?, ?> command) {
      Span current = Span.current();
      if (current instanceof RedisSpan) {
        RedisSpan span = (RedisSpan) current;
        locate(span, endpoint.channel);
        CommandArgs<?, ?> arguments = command.getArgs();
        List<CommandArgs.SingularArgument> all =
            arguments == null ? null : arguments.singularArguments;
        if (all != null && span.operation() != null) {
          if (span.operation().name().startsWith("XREAD") && blocks(all)) {
            span.blocks();
          }
        }
        if (span.sampled() && !span.isBatch()) {
          span.text(text(span, all));
        }
      }
    }
  }

  /** Many commands. */
  @Weave(
      types = "io.lettuce.core.protocol.DefaultEndpoint",
      methods = "write(Ljava/util/Collection;")
  static final class Many {
    @Enter
    static void enter(@This DefaultEndpoint endpoint) {
      Span current = Span.current();
      if (current instanceof RedisSpan) {
        locate((RedisSpan) current, endpoint.channel);
      }
    }
  }

  private static void locate(RedisSpan span, Channel channel) {
    if (channel == null || !channel.isActive()) {
      // The command waits for a connection, which may be to another server.
      return;
    }
    Attribute<Database> kept = channel.attr(SERVER);
    Database server = kept.get();
    String namespace = span.server().namespace();
    if (server == null || !namespace.equals(server.namespace())) {
      SocketAddress remote = channel.remoteAddress();
      if (!(remote instanceof InetSocketAddress)) {
        return;
      }
      InetSocketAddress address = (InetSocketAddress) remote;
      server = new Database("redis", namespace, address.getHostString(), address.getPort());
      kept.set(server);
    }
    span.server(server);
  }

  private static boolean blocks(List<CommandArgs.SingularArgument> arguments) {
    for (int i = 0; i < arguments.size() && i < OPTIONS; i++) {
      CommandArgs.SingularArgument argument = arguments.get(i);
      if (argument instanceof CommandArgs.BytesArgument
          && isBlock(((CommandArgs.BytesArgument) argument).val)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBlock(byte[] word) {
    return word.length == 5 && word[0] == 'B' && word[1] == 'L' && word[4] == 'K';
  }

  private static RedisText text(RedisSpan span, List<CommandArgs.SingularArgument> arguments) {
    RedisText text = RedisText.begin(span.operation());
    for (int i = 0; arguments != null && i < arguments.size() && !text.full(); i++) {
      if (text.showsNext()) {
        show(arguments.get(i), text);
      } else {
        text.hide();
      }
    }
    return text;
  }

  /** Values are never shown, nor what only the application's codec could make a text of. */
  private static void show(CommandArgs.SingularArgument argument, RedisText text) {
    if (argument instanceof CommandArgs.KeyArgument) {
      Object key = ((CommandArgs.KeyArgument<?, ?>) argument).key;
      if (key instanceof String) {
        text.show((String) key);
      } else if (key instanceof byte[]) {
        text.show((byte[]) key);
      } else if (key instanceof ByteBuffer) {
        ByteBuffer buffer = ((ByteBuffer) key).duplicate();
        byte[] bytes = new byte[Math.min(buffer.remaining(), RedisText.MAX_ARGUMENT + 1)];
        buffer.get(bytes);
        text.show(bytes);
      } else {
        text.hide();
      }
    } else if (argument instanceof CommandArgs.BytesArgument) {
      text.show(((CommandArgs.BytesArgument) argument).val);
    } else if (argument instanceof CommandArgs.StringArgument) {
      text.show(((CommandArgs.StringArgument) argument).val);
    } else if (argument instanceof CommandArgs.IntegerArgument) {
      text.show(Long.toString(((CommandArgs.IntegerArgument) argument).val));
    } else if (argument instanceof CommandArgs.DoubleArgument) {
      text.show(Double.toString(((CommandArgs.DoubleArgument) argument).val));
    } else {
      text.hide();
    }
  }
}
