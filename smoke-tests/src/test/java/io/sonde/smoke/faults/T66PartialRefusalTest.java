package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(value = "T66", what = "backends that take a part of a request, less at once, or nothing")
class T66PartialRefusalTest {
  private static final List<FaultdProtocol> PARTIAL =
      List.of(FaultdProtocol.OTLP_GRPC, FaultdProtocol.OTLP_HTTP, FaultdProtocol.LOKI);
  private static final List<FaultdProtocol> BY_STATUS =
      List.of(
          FaultdProtocol.OTLP_GRPC,
          FaultdProtocol.OTLP_HTTP,
          FaultdProtocol.LOKI,
          FaultdProtocol.ELASTICSEARCH,
          FaultdProtocol.ZIPKIN);

  /** What a backend refuses is not counted. */
  static Mutant mutant() {
    return Mutant.named("rejected-is-not-counted")
        .edit("io.sonde.exporter.Worker", "settle", MethodEdit.withoutCall("dropped"))
        .provenBy("whatIsRefusedWithinASuccessIsCounted");
  }

  private static FaultdRun start(Faultd faultd) {
    FaultdRun run = FaultdRun.start(faultd, command -> {});
    run.process.expectWarning("records rejected");
    run.process.expectWarning("will keep trying quietly");
    return run;
  }

  @Test
  void whatIsRefusedWithinASuccessIsCounted() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = start(faultd)) {
      faultd.all(FaultdSetting.of(FaultMode.PARTIAL).reject(3));
      faultd.mode(FaultdProtocol.REMOTE_WRITE, FaultMode.OK);
      run.produce(2000, 2000);
      run.settle();
      for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
        run.checkLedger(protocol);
        long rejected = faultd.taken(protocol).rejected();
        assertEquals(rejected, run.account(protocol).dropped("rejected"), "" + protocol);
        assertEquals(PARTIAL.contains(protocol), rejected > 0, "" + protocol);
      }
    }
  }

  /** Documents that are busy come again, alone, until they are taken; what is refused does not. */
  @Test
  void documentsAreSentAgainWhereThatHelps() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = start(faultd)) {
      faultd.mode(FaultdProtocol.ELASTICSEARCH, FaultMode.ITEM_ERRORS);
      run.produce(60, 10_000);
      run.settle();
      SelfMetrics.Account account = run.account(FaultdProtocol.ELASTICSEARCH);
      long rejected = faultd.taken(FaultdProtocol.ELASTICSEARCH).rejected();
      assertTrue(rejected > 0, () -> "" + account);
      assertEquals(rejected, account.dropped("rejected"), () -> "" + account);
      run.checkLedger(FaultdProtocol.ELASTICSEARCH);
      run.checkLedger(FaultdProtocol.LOKI);
    }
  }

  /** Down to one record, which is all that passes at once; and less than that never does. */
  @Test
  void whatIsTooLargeIsHalved() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = start(faultd)) {
      BY_STATUS.forEach(p -> faultd.mode(p, FaultdSetting.of(FaultMode.TOO_LARGE).limit(1)));
      // A batch gets so many requests there, as few records may be what another one refuses.
      faultd.mode(FaultdProtocol.LOKI, FaultdSetting.of(FaultMode.TOO_LARGE).limit(4));
      run.produce(60, 1000);
      run.settle();
      for (FaultdProtocol protocol : BY_STATUS) {
        assertEquals(0, run.account(protocol).lost(), "" + protocol);
        run.checkLedger(protocol);
      }
      BY_STATUS.forEach(p -> faultd.mode(p, FaultMode.TOO_LARGE));
      run.produce(60, 1000);
      run.settle();
      for (FaultdProtocol protocol : BY_STATUS) {
        run.checkLedger(protocol);
        SelfMetrics.Account account = run.account(protocol);
        assertTrue(account.dropped("rejected") >= 60, protocol + ": " + account);
      }
    }
  }

  /** One warning, as long as the credentials are wrong; then it goes on by itself. */
  @Test
  void credentialsThatAreWrongForAWhile() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = start(faultd)) {
      BY_STATUS.forEach(p -> faultd.mode(p, FaultMode.UNAUTHORIZED));
      run.produce(500, 500);
      run.settle();
      BY_STATUS.forEach(p -> faultd.mode(p, FaultMode.OK));
      run.produce(100, 500);
      run.settle();
      for (FaultdProtocol protocol : BY_STATUS) {
        run.checkLedger(protocol);
        SelfMetrics.Account account = run.account(protocol);
        assertEquals(account.lost(), account.dropped("rejected"), protocol + ": " + account);
        assertTrue(account.delivered() >= 100, protocol + ": " + account);
      }
      for (String destination : List.of("zipkin", "loki", "elasticsearch")) {
        List<String> told = run.told(destination);
        assertEquals(1, told.size(), told::toString);
        assertTrue(
            told.get(0).contains("WARN") && told.get(0).contains("credentials"), told.get(0));
      }
    }
  }
}
