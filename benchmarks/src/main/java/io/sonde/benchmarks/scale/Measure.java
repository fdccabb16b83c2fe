package io.sonde.benchmarks.scale;

/** One kind of work that there may be more and more of. */
interface Measure {
  /** As given on the command line; also the name of the chart's file. */
  String name();

  /** Does the work in JVMs of the lab, and adds a section to the report. */
  void run(Lab lab, Report report) throws Exception;
}
