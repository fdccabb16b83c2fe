/**
 * Sampling by what Jaeger says ({@code jaeger_remote}): the strategies of its {@code
 * sampling.proto}, asked for over HTTP. Deciding allocates nothing and takes no lock.
 */
package io.sonde.agent.sampling;
