package io.sonde.exporter.console;

import io.sonde.exporter.Ledger;
import java.util.ArrayList;
import java.util.List;

/** An agent with little to tell. */
final class TestAgent implements AgentView {
  @Override
  public String service() {
    return "shop";
  }

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public long pid() {
    return 7;
  }

  @Override
  public List<Ledger> ledgers() {
    return List.of(new Ledger("loki", "logs"));
  }

  @Override
  public List<String[]> woven() {
    return List.<String[]>of(new String[] {"tomcat", "3"});
  }

  @Override
  public List<String[]> skipped() {
    return new ArrayList<>();
  }

  @Override
  public List<String[]> configuration() {
    return List.<String[]>of(new String[] {"otel.service.name", "</script><b>", "environment"});
  }
}
