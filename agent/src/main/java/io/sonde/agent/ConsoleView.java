package io.sonde.agent;

import io.sonde.agent.config.EffectiveSettings;
import io.sonde.agent.config.ServiceName;
import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.exporter.Ledger;
import io.sonde.exporter.console.AgentView;
import java.util.List;

/** What the console shows of the agent itself. */
final class ConsoleView implements AgentView {
  private final ExportContext context;
  private final List<Ledger> ledgers;
  private final AdviceTransformer transformer;

  ConsoleView(ExportContext context, List<Ledger> ledgers, AdviceTransformer transformer) {
    this.context = context;
    this.ledgers = ledgers;
    this.transformer = transformer;
  }

  @Override
  public String service() {
    return ServiceName.of(context.config);
  }

  @Override
  public String version() {
    return context.version;
  }

  @Override
  public long pid() {
    Object pid = context.resource.get("process.pid");
    return pid instanceof Long ? (Long) pid : 0;
  }

  @Override
  public List<Ledger> ledgers() {
    return ledgers;
  }

  @Override
  public List<String[]> woven() {
    return transformer.woven();
  }

  @Override
  public List<String[]> skipped() {
    return transformer.skipped();
  }

  @Override
  public List<String[]> configuration() {
    return EffectiveSettings.of(context.config);
  }
}
