package io.sonde.instrumentation.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the top-level class of an instrumentation: the file that holds all that is woven into one
 * library target. The class and its nested classes are one unit: where the library is found, they
 * are defined together into its class loader and package (so they see what is package-private
 * there) under the name {@code Sonde$<simple name>}, and switched off together.
 *
 * <p>Advice is plain static Java. It may use the library, the JDK and {@code io.sonde.bootstrap},
 * nothing else: no lambda, no other class of its own module.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Instrumentation {
  /** The name in {@code otel.instrumentation.<name>.enabled}. */
  String value();

  /**
   * For classes of the JDK that the boot loader loads: the advice is called where it is, on the
   * boot class path, so it must be public and use only public members.
   */
  boolean boot() default false;
}
