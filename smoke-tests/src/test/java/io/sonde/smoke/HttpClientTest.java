package io.sonde.smoke;

import io.sonde.smoke.programs.HttpClients;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.HttpClientSuite;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The clients of the JDK. */
class HttpClientTest {
  private abstract static class Jdk extends HttpClientSuite {
    private final int jdk;
    private final String client;

    Jdk(int jdk, String client) {
      this.jdk = jdk;
      this.client = client;
    }

    @Override
    protected AgentCommand client() {
      return new AgentCommand(HttpClients.class, client).jdk(jdk);
    }
  }

  private abstract static class JavaNetHttp extends Jdk {
    JavaNetHttp(int jdk) {
      super(jdk, "java");
    }

    @Test
    void inTheBackground() {
      inTheBackgroundTheSame();
    }

    @Test
    void cancellation() {
      cancellationEndsTheSpan();
    }
  }

  @Nested
  class JavaNetHttp17 extends JavaNetHttp {
    JavaNetHttp17() {
      super(17);
    }
  }

  @Nested
  class JavaNetHttp25 extends JavaNetHttp {
    JavaNetHttp25() {
      super(25);
    }
  }

  @Nested
  class UrlConnection17 extends Jdk {
    UrlConnection17() {
      super(17, "url");
    }
  }

  @Nested
  class UrlConnection25 extends Jdk {
    UrlConnection25() {
      super(25, "url");
    }
  }
}
