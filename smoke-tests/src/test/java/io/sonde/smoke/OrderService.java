package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.Requests;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

  /** Awaits the span of each request, in the trace that the application knows of. */
  void awaitTraces(Supplier<List<ReceivedSpan>> spans) {
    List<ReceivedSpan> all = Await.until("every span", spans, found -> found.size() >= REQUESTS);
    assertEquals(REQUESTS, all.size());
    assertEquals(
        Set.copyOf(traces), all.stream().map(ReceivedSpan::traceId).collect(Collectors.toSet()));
  }

  @Override
  public void close() {
    process.close();
  }
}
