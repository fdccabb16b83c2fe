package io.sonde.example.shop;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import redis.clients.jedis.JedisPooled;

/** Takes orders: stored first, paid second, so that an order whose payment fails is not lost. */
@RestController
class OrderController {
  private static final Logger log = LoggerFactory.getLogger(OrderController.class);

  private final OrderTable orders;
  private final PaymentClient payment;
  private final JedisPooled redis;

  OrderController(OrderTable orders, PaymentClient payment, JedisPooled redis) {
    this.orders = orders;
    this.redis = redis;
    this.payment = payment;
  }

  record Order(List<String> items, int total) {}

  record Receipt(long id, String status) {}

  @PostMapping("/orders")
  ResponseEntity<Receipt> order(@RequestBody Order order) throws IOException, InterruptedException {
    if (order.total() > payment.limit()) {
      log.warn("an order of {} is over the limit", order.total());
      return ResponseEntity.unprocessableEntity().build();
    }
    long id = orders.insert(order.items(), order.total());
    log.info("order {} of {} taken: {}", id, order.total(), order.items());
    for (String item : order.items()) {
      redis.zincrby("bestsellers", 1, item);
    }

    boolean paid = payment.pay(id, order.total());
    String status = paid ? "paid" : "unpaid";
    orders.setStatus(id, status);
    log.info("order {} is {}", id, status);
    return ResponseEntity.status(paid ? HttpStatus.CREATED : HttpStatus.BAD_GATEWAY)
        .body(new Receipt(id, status));
  }
}
