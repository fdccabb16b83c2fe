/**
 * Applications that run in forked JVMs. They know neither the agent nor the tests, and are compiled
 * against one version of their library to run with several.
 */
package io.sonde.smoke.programs;
