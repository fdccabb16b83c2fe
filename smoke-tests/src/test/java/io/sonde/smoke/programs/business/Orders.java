package io.sonde.smoke.programs.business;

import java.io.BufferedReader;
import java.io.InputStreamReader;

/** Takes orders from its input, {@code <number> <status> <amount>}. */
interface Orders {
  void order(String status, double amount);

  static void take(Orders orders) throws Exception {
    System.out.println("open");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      for (int i = 0; i < Integer.parseInt(words[0]); i++) {
        orders.order(words[1], Double.parseDouble(words[2]));
      }
      System.out.println("took " + line);
    }
  }
}
