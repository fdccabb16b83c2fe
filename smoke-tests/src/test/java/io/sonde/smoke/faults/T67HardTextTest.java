package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Read by decoders that pass over nothing: protobuf-java, Jackson, Zipkin's own. */
@FaultRow(value = "T67", what = "texts that are no UTF-8, or too much of it, in all that is sent")
class T67HardTextTest {
  /** Lone surrogates are written as they are. */
  static Mutant mutant() {
    return Mutant.named("lone-surrogates-are-written")
        .edit("io.sonde.exporter.OctetWriter", "rawText", MethodEdit.withoutCall("isSurrogate"));
  }

  @Test
  void noneIsRefused() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = FaultdRun.start(faultd, command -> {})) {
      run.produce(10, 1000);
      run.produceTexts();
      run.produce(10, 1000);
      run.settle();
      for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
        assertEquals(List.of(), faultd.taken(protocol).malformed(), "" + protocol);
        assertEquals(0, run.account(protocol).lost(), protocol + ": " + run.account(protocol));
        run.checkLedger(protocol);
      }
      assertEquals(List.of(), faultd.taken(FaultdProtocol.REMOTE_WRITE).malformed());
    }
  }
}
