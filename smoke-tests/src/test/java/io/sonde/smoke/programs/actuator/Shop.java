package io.sonde.smoke.programs.actuator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts with the registry that Spring Boot makes, and with the global one. */
@RestController
@SpringBootApplication
public class Shop {
  private final Counter orders;

  Shop(MeterRegistry registry) {
    orders = registry.counter("orders", "status", "success");
  }

  @GetMapping("/order")
  public String order() {
    orders.increment();
    Metrics.counter("parcels").increment(2);
    return "thanks";
  }

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
    System.out.println("started");
  }
}
