package io.sonde.smoke;

import io.sonde.smoke.programs.HttpClients;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.HttpClientSuite;
import org.junit.jupiter.api.Nested;

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

    @Override
    protected boolean asynchronous() {
      return client.equals("java");
    }
  }

  @Nested
  class JavaNetHttp17 extends Jdk {
    JavaNetHttp17() {
      super(17, "java");
    }
  }

  @Nested
  class JavaNetHttp25 extends Jdk {
    JavaNetHttp25() {
      super(25, "java");
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
