package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code SpoolTest} and {@code SpooledWorkerTest} have not: disks that are none any more. */
@FaultRow(
    value = "T69",
    what = "the spool's disk is full or read-only, files are damaged, stale or of two processes")
class T69SpoolDiskTest {
  private static final Set<FaultdProtocol> AWAY =
      EnumSet.of(FaultdProtocol.OTLP_HTTP, FaultdProtocol.LOKI, FaultdProtocol.ZIPKIN);
  private static final int RECORDS = 2000;

  @TempDir private Path folder;

  /** What could not be written is taken for kept. */
  static Mutant mutant() {
    return Mutant.named("full-disk-is-not-noticed")
        .edit("io.sonde.exporter.SpoolQueue", "append", MethodEdit.returning(1))
        .provenBy("aDiskThatIsFull");
  }

  /** What finds no place on the disk waits in memory, and the account is exact. */
  @Test
  void aDiskThatIsFull() {
    assumeMounts();
    try (Faultd faultd = Faultd.start();
        FaultdRun run = mounted(faultd)) {
      expectOff(run);
      AWAY.forEach(protocol -> faultd.mode(protocol, FaultMode.REFUSE));
      FaultdRun.Pace pace = run.produce(3 * RECORDS, RECORDS);
      run.process.awaitErrorLine("the spool is off");
      assertTrue(pace.median() < 20_000, pace::toString);
      comeBack(run, false);
    }
  }

  /** As the kernel does it after an error of the device. What was sent cannot be deleted. */
  @Test
  void aDiskThatBecomesReadOnly() throws Exception {
    assumeMounts();
    try (Faultd faultd = Faultd.start();
        FaultdRun run = mounted(faultd)) {
      expectOff(run);
      AWAY.forEach(protocol -> faultd.mode(protocol, FaultMode.REFUSE));
      run.produce(20, 100);
      FaultdRun.await("frames", () -> queued(run) >= 20 * AWAY.size());
      // A mount on top of it, as one with a file that is open for writing cannot be made so.
      String readOnly = "mount --bind %1$s %1$s && mount -o remount,bind,ro %1$s".formatted(folder);
      String pid = "" + run.process.pid();
      Process remount =
          new ProcessBuilder("nsenter", "-m", "-t", pid, "sh", "-c", readOnly).inheritIO().start();
      assertEquals(0, remount.waitFor());
      run.produce(20, 100);
      run.process.awaitErrorLine("the spool is off");
      comeBack(run, false);
    }
  }

  /** Of a process that was killed; some are cut off, some have a wrong bit, most are whole. */
  @Test
  void damagedFilesCostThemselves() throws Exception {
    try (Faultd faultd = Faultd.start()) {
      long left = leave(faultd, RECORDS);
      int damaged = 0;
      for (Path frame : frames("otlp-logs").subList(0, 2)) {
        byte[] bytes = Files.readAllBytes(frame);
        bytes[bytes.length / 2] ^= damaged == 0 ? 4 : 0;
        Files.write(frame, damaged == 0 ? bytes : Arrays.copyOf(bytes, bytes.length / 3));
        damaged += records(frame);
      }
      assertTrue(damaged > 0 && damaged < left, damaged + " of " + left);
      faultd.all(FaultMode.OK);
      try (FaultdRun run = spooling(faultd)) {
        run.process.expectWarning("a request in the spool is broken off");
        FaultdRun.await("all", () -> run.account(FaultdProtocol.OTLP_HTTP).queued() == 0);
        SelfMetrics.Account account = run.account(FaultdProtocol.OTLP_HTTP);
        assertEquals(damaged, account.dropped("failed"), account::toString);
        assertEquals(left - damaged, account.delivered(), account::toString);
        TakenIds logs = faultd.taken(FaultdProtocol.OTLP_HTTP).logs();
        assertEquals(left - damaged, logs.distinct());
        assertEquals(logs.distinct(), logs.total(), "came twice");
      }
    }
  }

  /** Both deliver their own, each record once. */
  @Test
  void twoProcesses() {
    try (Faultd faultd = Faultd.start();
        Faultd other = Faultd.start()) {
      AWAY.forEach(protocol -> faultd.mode(protocol, FaultMode.REFUSE));
      AWAY.forEach(protocol -> other.mode(protocol, FaultMode.REFUSE));
      try (FaultdRun one = spooling(faultd);
          FaultdRun two = spooling(other)) {
        one.produce(RECORDS, RECORDS);
        two.produce(RECORDS, RECORDS);
        comeBack(one, true);
        comeBack(two, true);
      }
    }
  }

  /** Empty ones, as a crash of the machine leaves them; of each its records are counted. */
  @Test
  void manyStaleFiles() throws Exception {
    int files = Boolean.getBoolean("sonde.faults.long") ? 100_000 : 5_000;
    Path spool = Files.createDirectories(folder.resolve("otlp-logs"));
    for (int i = 1; i <= files; i++) {
      Files.createFile(spool.resolve(String.format("%016x-1.frame", i)));
    }
    try (Faultd faultd = Faultd.start();
        FaultdRun run = spooling(faultd)) {
      run.process.expectWarning("a request in the spool is broken off");
      run.produce(RECORDS, RECORDS);
      FaultdRun.await("all", () -> run.account(FaultdProtocol.OTLP_HTTP).queued() == 0);
      SelfMetrics.Account account = run.account(FaultdProtocol.OTLP_HTTP);
      assertEquals(files, account.dropped("failed"), account::toString);
      assertEquals(RECORDS, account.delivered(), account::toString);
      assertEquals(List.of(), frames("otlp-logs"));
    }
  }

  private static void expectOff(FaultdRun run) {
    run.process.expectWarning("the spool is off");
  }

  private FaultdRun spooling(Faultd faultd) {
    return FaultdRun.start(
        faultd, command -> command.environment("SONDE_SPOOL_DIRECTORY", folder.toString()));
  }

  /** With a disk of its own of one MiB. */
  private FaultdRun mounted(Faultd faultd) {
    return FaultdRun.start(
        faultd,
        command ->
            command
                .environment("SONDE_SPOOL_DIRECTORY", folder.toString())
                .under(
                    "unshare",
                    "-m",
                    "sh",
                    "-c",
                    "mount -t tmpfs -o size=1m tmpfs " + folder + " && exec \"$@\"",
                    "sh"));
  }

  private void assumeMounts() {
    Unprivileged.assumeRuns(
        "unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs " + folder);
  }

  private static long queued(FaultdRun run) {
    return AWAY.stream().mapToLong(protocol -> run.account(protocol).queued()).sum();
  }

  private static void comeBack(FaultdRun run, boolean complete) {
    AWAY.forEach(protocol -> run.faultd.mode(protocol, FaultMode.OK));
    run.settle();
    for (FaultdProtocol protocol : AWAY) {
      run.checkLedger(protocol);
      if (complete) {
        assertEquals(0, run.account(protocol).lost());
      }
    }
  }

  /** Has a process spool log records and kills it; how many there are. */
  private long leave(Faultd faultd, int count) throws IOException {
    faultd.all(FaultMode.REFUSE);
    try (FaultdRun run = spooling(faultd)) {
      run.produce(count, RECORDS);
      FaultdRun.await("all on disk", () -> spooled("otlp-logs") == count);
      ProcessHandle.of(run.process.pid()).orElseThrow().destroyForcibly();
      run.process.awaitExit();
    }
    return count;
  }

  private long spooled(String name) {
    try {
      return frames(name).stream().mapToLong(T69SpoolDiskTest::records).sum();
    } catch (UncheckedIOException deletedMeanwhile) {
      return -1;
    }
  }

  /** Of the name of a frame. */
  private static long records(Path frame) {
    String name = frame.getFileName().toString();
    return Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - 6));
  }

  private List<Path> frames(String name) {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files
          .filter(file -> file.toString().endsWith(".frame"))
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
