/**
 * What the agent costs as there is more and more of something: one chart and one verdict each. A
 * class here is a measure, which plans and judges, or the work of one, which runs in a JVM of its
 * own, with or without the agent.
 */
package io.sonde.benchmarks.scale;
