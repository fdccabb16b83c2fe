package io.sonde.smoke.programs;

import io.sonde.bootstrap.http.HttpServerSpan;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers as many requests as a line of stdin says; each is logged, and every third fails. With an
 * argument, it answers one more while it ends.
 */
public final class Requests {
  private static final Logger LOGGER = LoggerFactory.getLogger("shop.Orders");

  private Requests() {}

  private static final class InsufficientFunds extends Exception {
    private static final long serialVersionUID = 1L;

    InsufficientFunds() {
      super("no money left");
    }
  }

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> lastRequest()));
    }
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      for (int i = 1; i <= Integer.parseInt(line); i++) {
        request(i);
      }
      System.out.println("answered " + line);
    }
  }

  /** As a server does that answers what is under way before it stops. */
  private static void lastRequest() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    request(1);
  }

  private static void request(int number) {
    HttpServerSpan span = HttpServerSpan.start("/orders", new PathRequest());
    boolean fails = number % 3 == 0;
    LOGGER.info("order {} is taken", number);
    if (fails) {
      LOGGER.error("order {} is not paid", number, new InsufficientFunds());
    }
    span.deactivate();
    span.end(fails ? 500 : 200, null);
    System.out.println("trace " + span.traceIdText());
  }
}
