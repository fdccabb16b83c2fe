package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.ConsoleKeys;
import io.sonde.agent.config.MetricKeys;
import io.sonde.agent.config.PrometheusKeys;
import io.sonde.exporter.console.AgentView;
import io.sonde.exporter.console.Console;
import io.sonde.exporter.endpoint.Endpoint;
import io.sonde.exporter.endpoint.EndpointAccess;
import io.sonde.exporter.endpoint.Handler;
import io.sonde.exporter.prometheus.Exposition;
import io.sonde.exporter.prometheus.MetricsHandler;

/** Opens the agent's own port, for scrapes, for the console, or for both. */
final class EndpointStart {
  private static final String LOOPBACK = "127.0.0.1";

  private EndpointStart() {}

  /**
   * @param view for the console; null when that is off
   * @return null when nobody wants the port
   */
  static Endpoint start(Config config, Exposition exposition, AgentView view) {
    boolean scrapes = config.get(MetricKeys.EXPORTER).contains("prometheus");
    boolean console = view != null;
    if (!scrapes && !console) {
      return null;
    }
    EndpointAccess access = PrometheusKeys.access(config);
    String token = config.get(ConsoleKeys.TOKEN);
    Handler[] handlers = new Handler[scrapes && console ? 2 : 1];
    if (console) {
      int maxBytes = config.get(ConsoleKeys.MAX_BYTES);
      handlers[handlers.length - 1] = new Console(access, token, maxBytes, view);
    }
    if (scrapes) {
      handlers[0] = new MetricsHandler(exposition, access);
    }
    // Where nobody else could look, nobody else has to reach the port.
    boolean alone = !scrapes && token == null && !access.restricted();
    Endpoint endpoint =
        new Endpoint(
            alone ? LOOPBACK : config.get(MetricKeys.PROMETHEUS_HOST),
            config.get(MetricKeys.PROMETHEUS_PORT),
            access,
            handlers);
    endpoint.start();
    return endpoint;
  }
}
