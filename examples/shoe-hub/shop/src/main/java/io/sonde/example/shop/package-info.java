/**
 * The shop of the Shoe Hub: an ordinary Spring Boot service. Nothing in here knows that it is
 * observed.
 */
package io.sonde.example.shop;
