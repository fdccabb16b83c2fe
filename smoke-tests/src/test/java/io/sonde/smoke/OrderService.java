package io.sonde.smoke;

import io.sonde.smoke.programs.Requests;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Libraries;
import java.util.List;

/** A process that answered requests, each with a span and lines of its log. */
final class OrderService implements AutoCloseable {
  static final int REQUESTS = 6;

  /** Of the requests: each has one more line, an error. */
  static final int FAILED = 2;

  static final int LINES = REQUESTS + FAILED;

  final AgentProcess process;

  /** The ids of the requests' traces. */
  final List<String> traces;

  private OrderService(AgentProcess process) {
    this.process = process;
    process.send(String.valueOf(REQUESTS));
    process.awaitLine("answered ");
    traces =
        process.stdout().stream()
            .filter(line -> line.startsWith("trace "))
            .map(line -> line.substring("trace ".length()))
            .toList();
  }

  /**
   * @param arguments of {@link Requests}
   */
  static AgentCommand command(String... arguments) {
    return new AgentCommand(Requests.class, arguments)
        .property("logback.configurationFile", "logback-nowhere.xml")
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:1.5.21", "org.slf4j:slf4j-api:2.0.17"));
  }

  /** Starts {@code command}, and returns when its requests are answered. */
  static OrderService start(AgentCommand command) {
    return new OrderService(command.start());
  }

  @Override
  public void close() {
    process.close();
  }
}
