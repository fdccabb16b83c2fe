/** The agent's container image. */
package io.sonde.image;
