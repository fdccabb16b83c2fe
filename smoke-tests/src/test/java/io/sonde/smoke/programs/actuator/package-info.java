/** A Spring Boot application with actuator, which counts its orders. */
package io.sonde.smoke.programs.actuator;
