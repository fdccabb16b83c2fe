/**
 * Matching and weaving: from the bytes of a class that is being loaded to the same class calling
 * its advice. Runs on the application's class-loading threads, so: no lock held over foreign code,
 * no new class shape, and null for every class that is not ours.
 */
package io.sonde.agent.weave;
