package io.sonde.example.payment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PaymentController {
  private static final Logger log = LoggerFactory.getLogger(PaymentController.class);
  private static final String LIMIT = "1000000";

  private final Bank bank;
  private final JdbcClient jdbc;

  PaymentController(Bank bank, JdbcClient jdbc) {
    this.bank = bank;
    this.jdbc = jdbc;
  }

  record Payment(long order, int amount) {}

  @GetMapping("/payments/limit")
  String limit() {
    return LIMIT;
  }

  @PostMapping("/payments")
  ResponseEntity<Payment> pay(@RequestBody Payment payment) throws InterruptedException {
    try {
      bank.debit(payment.amount());
    } catch (Bank.UnavailableException e) {
      log.error("payment of order {} failed", payment.order(), e);
      insert(payment, "failed");
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }
    insert(payment, "paid");
    log.info("order {} is paid: {}", payment.order(), payment.amount());
    return ResponseEntity.status(HttpStatus.CREATED).body(payment);
  }

  private void insert(Payment payment, String status) {
    jdbc.sql("insert into payments (order_id, amount, status) values (?, ?, ?)")
        .params(payment.order(), payment.amount(), status)
        .update();
  }
}
