package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dsonde.faults.soak=30} says how many minutes. */
@Tag("faults")
@FaultRow(
    value = "soak",
    what = "half an hour of backends that fail at random, under load, with redeployments")
class SoakTest {
  private static final int MINUTES = Integer.getInteger("sonde.faults.soak", 30);
  private static final int PER_SECOND = 1500;

  /** Of a processor, beside what the records cost. */
  private static final int BUSY_PERCENT = 50;

  private static final int SECONDS_A_MODE = 5;

  /** Of live heap between the medians of the first and of the last third of the readings. */
  private static final long MAX_GROWTH = 1_500_000;

  private static final FaultMode[] MODES = {
    FaultMode.OK,
    FaultMode.OK,
    FaultMode.REFUSE,
    FaultMode.BLACKHOLE,
    FaultMode.ACCEPT_NOREAD,
    FaultMode.RST_MID,
    FaultMode.UNAVAILABLE,
    FaultMode.HUGE_BODY,
    FaultMode.BAD_GZIP
  };

  /** Every record is held for ever. */
  static Mutant mutant() {
    return Mutant.named("records-held")
        .adding(Holder.class)
        .edit(
            "io.sonde.exporter.RecordQueue",
            "put",
            MethodEdit.startingWithArgument(Holder.class, "hold"));
  }

  /** Goes into the mutant. */
  public static final class Holder {
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    private Holder() {}

    public static void hold(Object record) {
      HELD.add(record);
    }
  }

  @Test
  void nothingGrowsAndAllIsAccountedFor() {
    Random random = new Random(20261122);
    List<Long> heap = new ArrayList<>();
    try (Faultd faultd = Faultd.start();
        FaultdRun run =
            FaultdRun.start(
                faultd,
                command -> {
                  for (FaultdProtocol protocol : FaultdProtocol.values()) {
                    command.environment(timeout(protocol), "2000");
                  }
                })) {
      run.process.expectWarning("will keep trying quietly");
      run.process.expectWarning("records rejected");
      run.process.expectWarning("was full");
      run.process.send("burn " + BUSY_PERCENT);
      int rounds = (Mutant.onTrial() ? 1 : MINUTES) * 60 / SECONDS_A_MODE;
      for (int round = 0; round < rounds; round++) {
        for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
          FaultMode mode = MODES[random.nextInt(MODES.length)];
          faultd.mode(protocol, protocol.has(mode) ? mode : FaultMode.OK);
        }
        run.process.send("redeploy");
        run.produce(SECONDS_A_MODE * PER_SECOND, PER_SECOND);
        if (round % 4 == 3) {
          heap.add(Jcmd.liveHeap(run.process.pid()));
        }
      }
      faultd.all(FaultMode.OK);
      FaultdRun.await(
          "delivery",
          Duration.ofMinutes(2),
          () -> run.accounts().values().stream().allMatch(account -> account.queued() == 0));
      for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
        // Which answers nothing: what a peer had not read for long when it died, is lost unseen.
        if (protocol == FaultdProtocol.LOGSTASH) {
          assertTrue(run.account(protocol).balanced(), () -> "" + run.account(protocol));
        } else {
          run.checkLedger(protocol, true);
        }
      }
      long growth = median(heap, 2) - median(heap, 0);
      assertTrue(growth <= MAX_GROWTH, "live heap has grown by " + growth + " bytes: " + heap);
      run.process.send("loaders");
      assertEquals("0 of " + rounds, run.process.awaitLine("loaders "));
      run.process.send("exit");
      assertEquals(3, run.process.awaitExit());
    }
  }

  private static String timeout(FaultdProtocol protocol) {
    return switch (protocol) {
      case OTLP_GRPC -> "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT";
      case OTLP_HTTP -> "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT";
      case ZIPKIN -> "OTEL_EXPORTER_ZIPKIN_TIMEOUT";
      default -> "SONDE_EXPORTER_" + protocol.name() + "_TIMEOUT";
    };
  }

  private static long median(List<Long> values, int third) {
    int count = values.size() / 3;
    return values.stream().skip((long) third * count).limit(count).sorted().toList().get(count / 2);
  }
}
