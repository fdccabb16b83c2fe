package io.sonde.smoke.programs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs what users look for in an index: a thousand requests, and two lines that are odd. */
public final class LogbackDocuments {
  public static final int REQUESTS = 1000;

  /** Every such request failed. */
  public static final int FAILED = 20;

  private LogbackDocuments() {}

  public static void main(String[] args) throws Exception {
    Logger log = LoggerFactory.getLogger("shop.Orders");
    for (int i = 0; i < REQUESTS; i++) {
      boolean failed = i % FAILED == 0;
      MDC.put("user_id", i % 40 == 0 ? "user123" : "user" + i);
      (failed ? log.atError() : log.atInfo())
          .addKeyValue("status", failed ? 500 : 200)
          .addKeyValue("response_time", i * 2.5)
          .addKeyValue("endpoint", i % 2 == 0 ? "/api/orders" : "/health")
          .log(failed ? "Database connection failed" : "주문 {} placed 😀", i);
    }
    MDC.clear();
    log.warn("half a \ud83d pair");
    log.atWarn().addKeyValue("status", "broken").log("whose status is no number");
    System.out.println("logged");
    System.in.read();
  }
}
