package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.testing.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application does in its own shutdown hooks is delivered, too. */
class ShutdownTest {
  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {17, 21, 25})
  void theLastRequestIsNotLost(int jdk) {
    try (Backend backend = Backend.start()) {
      try (OrderService service =
          OrderService.start(OrderService.command("last").jdk(jdk).backend(backend))) {
        service.process.terminate();
      }
      assertEquals(OrderService.REQUESTS + 1, backend.spans().size());
      assertEquals(OrderService.LINES + 1, backend.logs().size());
    }
  }
}
