/**
 * What the OpenTelemetry SDK in the agent's jar finds where it looks for {@code java.util.logging},
 * by relocation at build time: initialising that one would take the choice of a {@code LogManager}
 * away from the application (fault A1).
 */
package io.sonde.agent.logging;
