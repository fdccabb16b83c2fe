/** Programs that the fault suite runs with and without the agent. */
package io.sonde.smoke.programs.faults;
