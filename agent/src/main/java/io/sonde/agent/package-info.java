/**
 * The agent itself: premain, what is started behind it, and the assembly of configuration, weaving
 * and exporters. Nothing that premain reaches may use logging, JMX, NIO, TLS, DNS, lambdas or a new
 * thread (faults A1-A6).
 */
package io.sonde.agent;
