package io.sonde.smoke.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;

/** Greets, then says back what it is told, until there is no more. */
public final class Hello {
  private Hello() {}

  public static void main(String[] args) throws Exception {
    System.out.println("hello");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println("said " + line);
    }
  }
}
