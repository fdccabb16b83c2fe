/**
 * How an instrumentation says what it weaves (the annotations), and the build step that reads it
 * ({@link io.sonde.instrumentation.advice.AdviceIndexer}). Used at build time; none of it is in the
 * agent's jar.
 */
package io.sonde.instrumentation.advice;
