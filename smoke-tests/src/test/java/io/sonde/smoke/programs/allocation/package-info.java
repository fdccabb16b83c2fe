/** Applications that count what they allocate themselves, and what the agent does. */
package io.sonde.smoke.programs.allocation;
