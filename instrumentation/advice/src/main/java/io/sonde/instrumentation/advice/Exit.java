package io.sonde.instrumentation.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The static method that is called after the body, returned or thrown. What it throws never reaches
 * the application.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Exit {
  /** Whether the result replaces what the body returned; not called then when the body threw. */
  boolean replaceReturn() default false;
}
