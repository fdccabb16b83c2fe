/** A Spring Boot application that runs with Spring Boot 2.7 to 4. */
package io.sonde.smoke.programs.spring;
