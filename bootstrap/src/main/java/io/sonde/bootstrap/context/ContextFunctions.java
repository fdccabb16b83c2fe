package io.sonde.bootstrap.context;

import io.sonde.bootstrap.Span;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Callbacks that run with the span that was current where they were registered. */
public final class ContextFunctions {
  private ContextFunctions() {}

  public static <T> Supplier<T> wrap(final Supplier<T> supplier) {
    final Span span = Capture.forTask(supplier);
    if (span == null) {
      return supplier;
    }
    return new Supplier<T>() {
      @Override
      public T get() {
        Span before = Span.swap(span);
        try {
          return supplier.get();
        } finally {
          Span.swap(before);
        }
      }
    };
  }

  public static <T, R> Function<T, R> wrap(final Function<T, R> function) {
    final Span span = Capture.forTask(function);
    if (span == null) {
      return function;
    }
    return new Function<T, R>() {
      @Override
      public R apply(T value) {
        Span before = Span.swap(span);
        try {
          return function.apply(value);
        } finally {
          Span.swap(before);
        }
      }
    };
  }

  public static <T, U, R> BiFunction<T, U, R> wrap(final BiFunction<T, U, R> function) {
    final Span span = Capture.forTask(function);
    if (span == null) {
      return function;
    }
    return new BiFunction<T, U, R>() {
      @Override
      public R apply(T first, U second) {
        Span before = Span.swap(span);
        try {
          return function.apply(first, second);
        } finally {
          Span.swap(before);
        }
      }
    };
  }

  public static <T> Consumer<T> wrap(final Consumer<T> consumer) {
    final Span span = Capture.forTask(consumer);
    if (span == null) {
      return consumer;
    }
    return new Consumer<T>() {
      @Override
      public void accept(T value) {
        Span before = Span.swap(span);
        try {
          consumer.accept(value);
        } finally {
          Span.swap(before);
        }
      }
    };
  }

  public static <T, U> BiConsumer<T, U> wrap(final BiConsumer<T, U> consumer) {
    final Span span = Capture.forTask(consumer);
    if (span == null) {
      return consumer;
    }
    return new BiConsumer<T, U>() {
      @Override
      public void accept(T first, U second) {
        Span before = Span.swap(span);
        try {
          consumer.accept(first, second);
        } finally {
          Span.swap(before);
        }
      }
    };
  }
}
