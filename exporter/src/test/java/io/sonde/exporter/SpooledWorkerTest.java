package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.net.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker with a spool: what waits in it is queued, and comes in order. */
class SpooledWorkerTest {
  private static final long NEVER = 3_600_000;
  private static final long SECOND = 1_000_000_000L;
  private static final int MEDIUM = 500_000;
  private static final int LARGE = 1_000_000;
  private static final int PLAIN = 2_000_000;

  @TempDir Path folder;

  private Ledger ledger;
  private ExportWorker<Integer> worker;
  private Destination destination;

  private static String noise(int bytes) {
    byte[] noise = new byte[bytes * 3 / 4];
    new Random().nextBytes(noise);
    return Base64.getEncoder().encodeToString(noise);
  }

  private static String text(int number) {
    return number >= PLAIN
        ? "x".repeat(20_000)
        : number >= LARGE ? noise(200_000) : number >= MEDIUM ? noise(20_000) : "";
  }

  /**
   * Writes a line for each number; -1 cannot be encoded, large ones are of 200 KB, medium ones of
   * 20 KB, and plain ones as long until they are compressed.
   */
  private static int encode(List<Integer> batch, int from, int to, ProtoWriter out) {
    int failed = 0;
    for (int i = from; i < to; i++) {
      if (batch.get(i) < 0) {
        failed++;
      } else {
        out.rawText(text(batch.get(i)) + "|" + batch.get(i) + "\n");
      }
    }
    return failed;
  }

  private static final class Destination extends SplittingExporter<Integer> {
    final List<Integer> received = Collections.synchronizedList(new ArrayList<>());
    volatile boolean away;
    volatile ExportResult refusal;
    volatile CountDownLatch mute;
    volatile int maxMessage = Integer.MAX_VALUE;
    volatile int maxBody = Integer.MAX_VALUE;
    volatile Runnable onMessage;
    volatile boolean waiting;

    Destination(boolean away) {
      super(SpooledWorkerTest::encode, true, 10_000, 0);
      this.away = away;
    }

    @Override
    protected ExportResult send(byte[] message, int length, int records, Deadline deadline)
        throws IOException {
      if (mute != null) {
        waiting = true;
        try {
          mute.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      if (away) {
        throw new ConnectException("Connection refused");
      }
      if (refusal != null) {
        return refusal;
      }
      if (onMessage != null) {
        onMessage.run();
      }
      var in =
          new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(message, 0, length));
      byte[] body = in.readAllBytes();
      if (length > maxMessage || body.length > maxBody) {
        return ExportResult.tooLarge();
      }
      List<Integer> numbers =
          new String(body, StandardCharsets.UTF_8)
              .lines()
              .map(line -> Integer.valueOf(line.substring(line.indexOf('|') + 1)))
              .toList();
      assertEquals(records, numbers.size());
      received.addAll(numbers);
      return ExportResult.delivered();
    }

    @Override
    public void close() {}
  }

  private void start(boolean away, long maxBytes, int batch, long delay) {
    ledger = new Ledger("test", "logs");
    destination = new Destination(away);
    worker = new ExportWorker<>(ledger, 4096, 1 << 20, batch, delay);
    worker.spoolTo(folder.toString(), maxBytes);
    worker.start(destination);
  }

  @AfterEach
  void close() {
    worker.close(System.nanoTime() + 30 * SECOND);
  }

  private void offer(int from, int to) {
    IntStream.range(from, to).forEach(i -> worker.offer(i, 1));
  }

  private void awaitSpooled(int records) throws InterruptedException {
    Await.until(() -> spooled() == records);
  }

  /** Of the names of the frames. */
  private int spooled() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".frame"))
          .mapToInt(name -> Integer.parseInt(name.substring(17, name.length() - 6)))
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return -1; // One was deleted while we looked.
    }
  }

  private Ledger.Snapshot balanced() {
    Ledger.Snapshot account = ledger.snapshot();
    long dropped = 0;
    for (DropReason reason : DropReason.values()) {
      dropped += account.dropped(reason);
    }
    assertEquals(account.produced(), account.delivered() + dropped + account.queued());
    return account;
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void nothingIsWrittenWhileTheDestinationTakesAll() throws Exception {
    start(false, 1 << 20, 10, 1);
    offer(0, 500);
    Await.until(() -> ledger.snapshot().delivered() == 500);
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          List.of("lock"),
          files.filter(Files::isRegularFile).map(f -> "" + f.getFileName()).toList());
    }
  }

  @Test
  void whatWaitsIsQueuedAndComesInOrder() throws Exception {
    start(true, 64 << 20, 10, 1);
    for (int i = 0; i < 500; i += 50) {
      offer(i, i + 50);
      balanced();
    }
    awaitSpooled(500);
    assertEquals(500, balanced().queued());
    destination.away = false;
    offer(500, 600);
    Await.until(() -> balanced().delivered() == 600);
    assertEquals(numbers(0, 600), destination.received);
    assertEquals(0, spooled());
    assertEquals(0, balanced().queued());
  }

  /** It is time for the next attempt when new records are there already. */
  @Test
  void whatIsNewGoesBehindWhatWaits() throws Exception {
    start(true, 64 << 20, 10, NEVER);
    offer(0, 10);
    awaitSpooled(10);
    destination.away = false;
    offer(10, 19);
    Await.until(() -> balanced().delivered() == 19);
    assertEquals(numbers(0, 19), destination.received);
  }

  @Test
  void theNextProcessDeliversWhatTheFormerLeft() throws Exception {
    start(true, 64 << 20, 10, 1);
    offer(0, 95);
    awaitSpooled(95);
    worker.close(System.nanoTime() + 30 * SECOND);
    assertEquals(95, balanced().queued());
    assertEquals(95, balanced().produced());

    start(false, 64 << 20, 10, 1);
    Await.until(() -> balanced().delivered() == 95);
    assertEquals(95, balanced().produced());
    assertEquals(numbers(0, 95), destination.received);
  }

  /** The long delay keeps all in memory until the end. */
  @Test
  void atTheEndWhatCannotBeDeliveredIsSpooledInsteadOfDropped() throws Exception {
    start(true, 64 << 20, 1000, NEVER);
    offer(0, 999);
    worker.close(System.nanoTime() + 30 * SECOND);
    assertEquals(999, spooled());
    assertEquals(999, balanced().queued());
    assertEquals(0, balanced().dropped(DropReason.SHUTDOWN));
  }

  /** What is to be sent meets a deadline, what is to be spooled does not. */
  @Test
  void noTimeAtAllIsEnoughToSpool() throws Exception {
    start(false, 64 << 20, 100, NEVER);
    offer(0, 99);
    worker.beginClose(System.nanoTime());
    awaitSpooled(99);
    assertEquals(99, balanced().queued());
    assertEquals(List.of(), destination.received);
  }

  @Test
  void atTheEndWhatCanBeDeliveredIs() throws Exception {
    start(false, 64 << 20, 100, NEVER);
    offer(0, 99);
    worker.close(System.nanoTime() + 30 * SECOND);
    assertEquals(numbers(0, 99), destination.received);
    assertEquals(99, balanced().delivered());
    assertEquals(0, spooled());
  }

  /** It hangs when the deadline comes, and all is on disk by then. */
  @Test
  void aMuteDestinationAtTheEndCostsNoRecordAndNoTime() throws Exception {
    start(false, 64 << 20, 1000, NEVER);
    CountDownLatch mute = new CountDownLatch(1);
    destination.mute = mute;
    offer(0, 999);
    worker.close(System.nanoTime() + SECOND / 2);
    assertEquals(999, spooled());
    mute.countDown();
  }

  @Test
  void aBatchThatHangsWhenTheEndComesIsSpooled() throws Exception {
    start(false, 64 << 20, 10, 1);
    CountDownLatch mute = new CountDownLatch(1);
    destination.mute = mute;
    offer(0, 10);
    Await.until(() -> destination.waiting);
    offer(10, 30);
    worker.close(System.nanoTime() + 4 * SECOND);
    assertEquals(30, spooled());
    assertEquals(30, balanced().queued());
    mute.countDown();
  }

  @Test
  void theOldestGoFirstWhenItIsFull() throws Exception {
    start(true, 10 * 4096, 10, NEVER);
    offer(0, 10);
    awaitSpooled(10);
    for (int i = 10; i < 150; i += 10) {
      offer(i, i + 10);
      long settled = i + 10;
      Await.until(() -> balanced().produced() == settled && spooled() == Math.min(settled, 100));
    }
    Await.until(() -> balanced().dropped(DropReason.SPOOL_FULL) == 50);
    assertEquals(100, balanced().queued());
    destination.away = false;
    Await.until(() -> balanced().delivered() == 100);
    assertEquals(numbers(50, 150), destination.received);
  }

  /** A request that is kept cannot be halved when it turns out to be too large. */
  @Test
  void whatCannotBeEncodedCostsItselfAndLargeOnesGoAlone() throws Exception {
    start(true, 64 << 20, 4, NEVER);
    worker.offer(1, 1);
    worker.offer(-1, 1);
    worker.offer(LARGE, 1);
    worker.offer(LARGE + 1, 1);
    awaitSpooled(3);
    Await.until(() -> balanced().dropped(DropReason.FAILED) == 1);
    try (Stream<Path> files = Files.walk(folder)) {
      assertTrue(files.allMatch(f -> f.toFile().length() < 256 * 1024));
    }
    destination.away = false;
    Await.until(() -> balanced().delivered() == 3);
    assertEquals(List.of(1, LARGE, LARGE + 1), destination.received);
  }

  /** Nothing is known of it: it was away from the start. */
  @Test
  void whatWasKeptIsNotTooLargeForWhoeverComes() throws Exception {
    start(true, 64 << 20, 100, NEVER);
    destination.maxMessage = 100_000;
    destination.maxBody = 200_000;
    offer(PLAIN, PLAIN + 80);
    offer(MEDIUM, MEDIUM + 20);
    awaitSpooled(100);
    destination.away = false;
    Await.until(() -> balanced().delivered() == 100);
    List<Integer> expected = new ArrayList<>(numbers(PLAIN, PLAIN + 80));
    expected.addAll(numbers(MEDIUM, MEDIUM + 20));
    assertEquals(expected, destination.received);
  }

  /** What it took was long before it was compressed, and short after. */
  @Test
  void aLimitIsOfTheMessageOrOfTheBody() throws Exception {
    start(false, 64 << 20, 20, NEVER);
    destination.maxMessage = 100_000;
    offer(PLAIN, PLAIN + 20);
    Await.until(() -> balanced().delivered() == 20);
    destination.away = true;
    offer(MEDIUM, MEDIUM + 20);
    awaitSpooled(20);
    destination.away = false;
    Await.until(() -> balanced().delivered() == 40);
  }

  @Test
  void whatIsKeptFitsTheSmallestLimitThatWasSeen() throws Exception {
    start(false, 64 << 20, 20, NEVER);
    destination.maxMessage = 20_000;
    offer(MEDIUM, MEDIUM + 20);
    Await.until(() -> balanced().delivered() == 20);
    destination.away = true;
    offer(MEDIUM + 20, MEDIUM + 40);
    awaitSpooled(20);
    destination.away = false;
    Await.until(() -> balanced().delivered() == 40);
    assertEquals(numbers(MEDIUM, MEDIUM + 40), destination.received);
  }

  /** A file for each few records would be slow over a distance. */
  @Test
  void whatIsKeptIsAsLargeAsWhatWasTaken() throws Exception {
    start(false, 64 << 20, 10, NEVER);
    offer(MEDIUM, MEDIUM + 10);
    Await.until(() -> balanced().delivered() == 10);
    destination.away = true;
    // One is short: compressed, ten others may be some octets longer than the first ten.
    offer(MEDIUM + 10, MEDIUM + 19);
    offer(1, 2);
    awaitSpooled(10);
    assertEquals(1, requests());
  }

  /** Each batch becomes four requests, and the next is there when the first of them is sent. */
  @Test
  void theSpoolBecomesEmptyUnderLoad() throws Exception {
    start(true, 64 << 20, 10, NEVER);
    offer(MEDIUM, MEDIUM + 10);
    awaitSpooled(10);
    destination.onMessage =
        () -> {
          int produced = (int) ledger.snapshot().produced();
          if (produced < 300 && ledger.snapshot().queued() == spooled()) {
            offer(MEDIUM + produced, MEDIUM + produced + 10);
          }
        };
    destination.away = false;
    Await.until(() -> balanced().queued() == 0);
    assertTrue(ledger.snapshot().produced() < 300);
  }

  private long requests() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".frame")).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNeverTakenIsRejectedAndTheNextGoesOn() throws Exception {
    start(true, 64 << 20, 10, 1);
    offer(0, 10);
    awaitSpooled(10);
    destination.refusal = ExportResult.rejected(3, "HTTP status 400");
    destination.away = false;
    Await.until(() -> balanced().dropped(DropReason.REJECTED) == 3);
    Await.until(() -> balanced().delivered() == 7 && spooled() == 0);
    destination.refusal = ExportResult.tooLarge();
    destination.away = true;
    offer(10, 20);
    awaitSpooled(10);
    destination.away = false;
    Await.until(() -> balanced().dropped(DropReason.REJECTED) == 13);
    destination.refusal = null;
    offer(20, 30);
    Await.until(() -> balanced().delivered() == 17);
    assertEquals(numbers(20, 30), destination.received);
  }

  @Test
  void aFrameThatIsNotWholeIsLostAloneAndCounted() throws Exception {
    start(true, 64 << 20, 10, 1);
    offer(0, 10);
    awaitSpooled(10);
    offer(10, 20);
    awaitSpooled(20);
    worker.close(System.nanoTime() + 30 * SECOND);
    List<Path> frames;
    try (Stream<Path> files = Files.walk(folder)) {
      frames = files.filter(f -> f.toString().endsWith(".frame")).sorted().toList();
    }
    byte[] half = java.util.Arrays.copyOf(Files.readAllBytes(frames.get(0)), 20);
    Files.write(frames.get(0), half);
    start(false, 64 << 20, 10, 1);
    Await.until(() -> balanced().delivered() + balanced().dropped(DropReason.FAILED) == 20);
    assertTrue(balanced().dropped(DropReason.FAILED) > 0);
    List<Integer> received = destination.received;
    assertEquals(numbers(20 - received.size(), 20), received);
    assertEquals(20, balanced().produced());
  }

  @Test
  void withoutADirectoryItWorksAsWithoutASpool() throws Exception {
    folder = Files.writeString(folder.resolve("file"), "a file");
    start(true, 64 << 20, 10, 1);
    offer(0, 100);
    destination.away = false;
    Await.until(() -> balanced().delivered() == 100);
    assertEquals(numbers(0, 100), destination.received);
  }

  /** As a full disk: frames cannot be made, what is there can be read. */
  @Test
  void aDiskThatTakesNoMoreTurnsItOff() throws Exception {
    start(true, 64 << 20, 10, 1);
    offer(0, 10);
    awaitSpooled(10);
    Path directory = folder.resolve("test-logs");
    Path hidden = folder.resolve("hidden");
    Files.move(directory, hidden);
    offer(10, 50);
    Await.until(() -> ledger.snapshot().produced() == 50);
    destination.away = false;
    Await.until(() -> balanced().delivered() >= 40 && balanced().queued() <= 10);
    assertTrue(destination.received.containsAll(numbers(10, 50)));
    Files.move(hidden, directory);
    balanced();
  }

  @Test
  void onlyOneHasTheDirectory() throws Exception {
    start(true, 64 << 20, 10, 1);
    offer(0, 10);
    awaitSpooled(10);
    ExportWorker<Integer> first = worker;
    Destination firstDestination = destination;
    start(false, 64 << 20, 10, 1);
    offer(10, 20);
    Await.until(() -> balanced().delivered() == 10);
    assertEquals(numbers(10, 20), destination.received);
    firstDestination.away = false;
    first.close(System.nanoTime() + 30 * SECOND);
    assertEquals(numbers(0, 10), firstDestination.received);
  }
}
