package io.sonde.exporter.console;

import io.sonde.exporter.DropReason;
import io.sonde.exporter.Ledger;
import java.util.List;

/** What the agent tells of itself, for the page. */
final class StateJson {
  private StateJson() {}

  /**
   * @param startedAt of the agent's endpoint, in milliseconds since the epoch
   */
  static byte[] of(AgentView agent, long startedAt, Live live) {
    Json json = new Json(16 * 1024).begin('{').name("service").value(agent.service());
    json.name("version").value(agent.version());
    json.name("jvm").value(System.getProperty("java.version"));
    json.name("pid").value(agent.pid()).name("startedAt").value(startedAt);
    json.name("now").value(System.currentTimeMillis()).name("ledger");
    ledger(agent.ledgers(), json);
    json.name("woven").begin('[');
    for (String[] row : agent.woven()) {
      json.begin('{').name("library").value(row[0]);
      json.name("classes").value(Long.parseLong(row[1])).end('}');
    }
    json.end(']');
    list(json.name("skipped"), agent.skipped(), "what", "why");
    list(json.name("configuration"), agent.configuration(), "key", "value", "source");
    live.left(json.name("left"));
    return json.end('}').bytes();
  }

  static void ledger(List<Ledger> ledgers, Json json) {
    json.begin('[');
    for (Ledger ledger : ledgers) {
      Ledger.Snapshot account = ledger.snapshot();
      json.begin('{').name("destination").value(ledger.destination());
      json.name("signal").value(ledger.signal()).name("produced").value(account.produced());
      json.name("delivered").value(account.delivered()).name("queued").value(account.queued());
      json.name("dropped").begin('{');
      for (DropReason reason : DropReason.values()) {
        if (account.dropped(reason) > 0) {
          json.name(reason.text()).value(account.dropped(reason));
        }
      }
      json.end('}').end('}');
    }
    json.end(']');
  }

  private static void list(Json json, List<String[]> rows, String... names) {
    json.begin('[');
    for (String[] row : rows) {
      json.begin('{');
      for (int i = 0; i < names.length; i++) {
        json.name(names[i]).value(row[i]);
      }
      json.end('}');
    }
    json.end(']');
  }
}
