package io.sonde.exporter.console;

import io.sonde.exporter.Ledger;
import java.util.List;

/** What the agent tells of itself. Asked on the endpoint's thread. */
public interface AgentView {
  String service();

  String version();

  /** Of the process; 0 when it is not known. */
  long pid();

  List<Ledger> ledgers();

  /** Pairs of a library and how many classes of it were woven. */
  List<String[]> woven();

  /** Pairs of what is not watched and why. */
  List<String[]> skipped();

  /** Key, value without secrets, and where it was set. */
  List<String[]> configuration();
}
