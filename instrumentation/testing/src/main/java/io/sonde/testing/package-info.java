/**
 * What tests of the finished agent share: a backend that takes nothing malformed, forked JVMs with
 * the agent, libraries by coordinates, and one suite for each family of libraries. Nothing here is
 * shipped.
 */
package io.sonde.testing;
