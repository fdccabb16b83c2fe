package io.sonde.instrumentation.concurrent;

import io.sonde.bootstrap.context.ContextFunctions;
import io.sonde.bootstrap.context.ContextRunnable;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Weave;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code CompletableFuture}: a callback runs with the span that was current where it was
 * registered, whichever thread completes the future. Woven into the private methods behind the
 * public ones, which are the same from Java 8 to 25.
 */
@Instrumentation(value = "executors", boot = true)
public final class CompletableFutures {
  private CompletableFutures() {}

  /** {@code supplyAsync}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "asyncSupplyStage")
  public static final class Supply {
    private Supply() {}

    @Enter(replaceArgument = 1)
    public static Supplier<?> enter(@Arg(1) Supplier<?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code completeAsync}. */
  @Weave(
      types = "java.util.concurrent.CompletableFuture",
      methods = "completeAsync(Ljava/util/function/Supplier;Ljava/util/concurrent/Executor;")
  public static final class Complete {
    private Complete() {}

    @Enter(replaceArgument = 0)
    public static Supplier<?> enter(@Arg(0) Supplier<?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code runAsync}, {@code thenRun}. */
  @Weave(
      types = "java.util.concurrent.CompletableFuture",
      methods = {"asyncRunStage", "uniRunStage"})
  public static final class Run {
    private Run() {}

    @Enter(replaceArgument = 1)
    public static Runnable enter(@Arg(1) Runnable callback) {
      return ContextRunnable.wrap(callback);
    }
  }

  /** {@code runAfterBoth}, {@code runAfterEither}. */
  @Weave(
      types = "java.util.concurrent.CompletableFuture",
      methods = {"biRunStage", "orRunStage"})
  public static final class RunOfTwo {
    private RunOfTwo() {}

    @Enter(replaceArgument = 2)
    public static Runnable enter(@Arg(2) Runnable callback) {
      return ContextRunnable.wrap(callback);
    }
  }

  /** {@code thenApply}, {@code thenCompose}, {@code exceptionally} since Java 12. */
  @Weave(
      types = "java.util.concurrent.CompletableFuture",
      methods = {
        "uniApplyStage",
        "uniComposeStage",
        "uniExceptionallyStage(Ljava/util/concurrent/Executor;",
        "uniComposeExceptionallyStage"
      })
  public static final class Apply {
    private Apply() {}

    @Enter(replaceArgument = 1)
    public static Function<?, ?> enter(@Arg(1) Function<?, ?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code exceptionally} until Java 11. */
  @Weave(
      types = "java.util.concurrent.CompletableFuture",
      methods = "uniExceptionallyStage(Ljava/util/function/Function;")
  public static final class Exceptionally {
    private Exceptionally() {}

    @Enter(replaceArgument = 0)
    public static Function<?, ?> enter(@Arg(0) Function<?, ?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code applyToEither}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "orApplyStage")
  public static final class ApplyToEither {
    private ApplyToEither() {}

    @Enter(replaceArgument = 2)
    public static Function<?, ?> enter(@Arg(2) Function<?, ?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code thenAccept}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "uniAcceptStage")
  public static final class Accept {
    private Accept() {}

    @Enter(replaceArgument = 1)
    public static Consumer<?> enter(@Arg(1) Consumer<?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code acceptEither}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "orAcceptStage")
  public static final class AcceptEither {
    private AcceptEither() {}

    @Enter(replaceArgument = 2)
    public static Consumer<?> enter(@Arg(2) Consumer<?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code whenComplete}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "uniWhenCompleteStage")
  public static final class WhenComplete {
    private WhenComplete() {}

    @Enter(replaceArgument = 1)
    public static BiConsumer<?, ?> enter(@Arg(1) BiConsumer<?, ?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code thenAcceptBoth}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "biAcceptStage")
  public static final class AcceptBoth {
    private AcceptBoth() {}

    @Enter(replaceArgument = 2)
    public static BiConsumer<?, ?> enter(@Arg(2) BiConsumer<?, ?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code handle}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "uniHandleStage")
  public static final class Handle {
    private Handle() {}

    @Enter(replaceArgument = 1)
    public static BiFunction<?, ?, ?> enter(@Arg(1) BiFunction<?, ?, ?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }

  /** {@code thenCombine}. */
  @Weave(types = "java.util.concurrent.CompletableFuture", methods = "biApplyStage")
  public static final class Combine {
    private Combine() {}

    @Enter(replaceArgument = 2)
    public static BiFunction<?, ?, ?> enter(@Arg(2) BiFunction<?, ?, ?> callback) {
      return ContextFunctions.wrap(callback);
    }
  }
}
