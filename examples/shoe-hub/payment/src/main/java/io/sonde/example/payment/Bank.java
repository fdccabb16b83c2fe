package io.sonde.example.payment;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Stands for a bank far away. Its bad days are counted, not random: two runs see the same. */
@Component
class Bank {
  private static final int SLOW_EVERY = 10;
  private static final int UNAVAILABLE_EVERY = 15;

  private final AtomicLong calls = new AtomicLong();

  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  void debit(int amount) throws UnavailableException, InterruptedException {
    long call = calls.incrementAndGet();
    Thread.sleep(call % SLOW_EVERY == 0 ? 300 : 20 + call * 7 % 40);
    if (call % UNAVAILABLE_EVERY == 0) {
      throw new UnavailableException("the bank did not debit " + amount);
    }
  }
}
