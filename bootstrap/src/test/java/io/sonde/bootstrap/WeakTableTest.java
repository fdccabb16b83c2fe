package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakTableTest {
  private final WeakTable<Object, String> table = new WeakTable<>(1600);

  @Test
  void comparesByIdentity() {
    Object key = new String("same");
    table.put(key, "value");
    assertEquals("value", table.get(key));
    assertNull(table.get(new String("same")));
    table.put(key, "other");
    assertEquals("other", table.remove(key));
    assertTrue(table.isEmpty());
  }

  @Test
  void growsToItsCapacityAndNoFurther() {
    List<Object> keys = new ArrayList<>();
    int taken = 0;
    for (int i = 0; i < 5000; i++) {
      keys.add(new Object());
      taken += table.put(keys.get(i), "v" + i) ? 1 : 0;
    }
    assertEquals(taken, table.size());
    assertTrue(taken > 1000 && taken <= 1600, () -> "size " + table.size());
    for (int i = 0; i < 100; i++) {
      assertEquals("v" + i, table.get(keys.get(i)));
    }
  }

  @Test
  void letsGoOfWhatTheApplicationLetsGo() {
    for (int i = 0; i < 500; i++) {
      table.put(new Object(), "value");
    }
    assertFalse(table.isEmpty());
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (table.size() > 0) {
            System.gc();
          }
        });
  }
}
