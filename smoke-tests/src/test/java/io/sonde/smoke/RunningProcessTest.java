package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.tools.attach.VirtualMachine;
import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import org.junit.jupiter.api.Test;

/** The agent attached to a JVM that has been running for a while, its libraries loaded. */
class RunningProcessTest {
  @Test
  void whatItDoesFromThenOnIsWatched() throws Exception {
    try (Backend backend = Backend.start();
        AgentProcess process =
            new AgentCommand(Worker.class)
                .classPath(
                    Libraries.resolve(
                        "ch.qos.logback:logback-classic:1.5.18", "com.h2database:h2:2.3.232"))
                .backend(backend)
                .withoutAgent()
                .start()) {
      process.send("before");
      process.awaitLine("logged before");
      process.send("query");
      process.awaitLine("queried 1");

      VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
      machine.loadAgent(AgentCommand.agentJar().toAbsolutePath().toString());
      machine.detach();
      process.awaitErrorLine("[sonde] INFO");

      process.send("after");
      process.awaitLine("logged after");
      backend.awaitLog(log -> log.body().contains("after"));
      assertEquals(1, backend.logs().size(), () -> backend.logs().toString());

      process.send("query");
      backend.awaitSpan("SELECT dual");
    }
  }
}
