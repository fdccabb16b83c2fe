/**
 * What the finished agent adds to one call of a library. The libraries' peers do nothing: the
 * driver has no database, the connection no server, the appender no file. Each benchmark runs
 * without the agent and with it, sampled and not.
 */
package io.sonde.benchmarks.micro.woven;
