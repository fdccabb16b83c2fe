/** Shops that count their orders, each with another library. */
package io.sonde.smoke.programs.business;
