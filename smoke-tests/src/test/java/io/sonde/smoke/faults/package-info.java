/**
 * The fault suite: how agents break applications, row by row, against the finished jar in a forked
 * JVM. A row is a test class with {@link io.sonde.smoke.faults.FaultRow}; most compare a JVM with
 * the agent to the same one without it by {@link io.sonde.smoke.faults.FaultRun}. A row names the
 * {@link io.sonde.smoke.faults.Mutant} that must turn it red. {@code docs/promise.md} is the list.
 */
package io.sonde.smoke.faults;
