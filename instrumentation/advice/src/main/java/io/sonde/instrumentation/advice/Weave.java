package io.sonde.instrumentation.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an advice class, the {@link Instrumentation} itself or one nested in it: which methods it
 * is woven into. It has one {@link Enter} method, one {@link Exit} method, or both.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Weave {
  /** Binary names of classes. */
  String[] types() default {};

  /**
   * Descriptors, {@code (Ljava/lang/String;)Ljava/sql/ResultSet;}: any class outside the JDK that
   * declares a method of one of them. For targets that are known by an interface of the JDK: the
   * class file alone tells, no hierarchy has to be read. The advice must check what it was given.
   */
  String[] declaring() default {};

  /**
   * The methods: a name ({@code execute}) for all of that name, or the beginning of name and
   * descriptor ({@code execute(Ljava/lang/String;}). Constructors only with {@link
   * Enter#replaceArgument}.
   */
  String[] methods();
}
