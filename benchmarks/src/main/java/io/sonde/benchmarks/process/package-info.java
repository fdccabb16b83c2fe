/** What an agent adds to whole processes, beside no agent and beside the peers. */
package io.sonde.benchmarks.process;
