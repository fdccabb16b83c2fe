/**
 * What an exporter's thread pays for one record, from the agent's own record to the bytes that are
 * sent. The exporters are the shipped ones; their connections take everything and send nothing.
 */
package io.sonde.benchmarks.micro.encode;
