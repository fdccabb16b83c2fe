/** The small service that the agents are measured on. */
package io.sonde.benchmarks.service;
