package io.sonde.smoke.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A row of the fault matrix. One that takes longer than a minute is tagged {@code faults}, too, and
 * runs with {@code -Pfaults} only. A static method {@code Mutant mutant()} without arguments makes
 * the broken agent that must turn it red.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FaultReport.class)
@interface FaultRow {
  /** Its number, such as T10. */
  String value();

  /** What is done to the agent or the application. */
  String what();
}
