package io.sonde.instrumentation.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a nested class that uses what only some versions of the library have. The link check does
 * not ask for it; who calls the class must catch {@code LinkageError}, and stop calling it then.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Optional {}
