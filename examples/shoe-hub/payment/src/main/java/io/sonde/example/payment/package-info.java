/**
 * The payment service of the Shoe Hub: slow now and then, and failing now and then, as its bank is.
 */
package io.sonde.example.payment;
