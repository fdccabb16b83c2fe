package io.sonde.instrumentation.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The static method that is called before the body. What it returns, if anything, is the {@link
 * Token} of the {@link Exit}. What it throws never reaches the application.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Enter {
  /** The argument (0 is the first) that the result replaces, instead of being a token; or -1. */
  int replaceArgument() default -1;
}
