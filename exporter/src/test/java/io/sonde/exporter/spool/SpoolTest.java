package io.sonde.exporter.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long MANY = 1 << 20;

  @TempDir Path folder;

  private Spool spool(long maxBytes) throws IOException {
    return new Spool(folder.resolve("a/b"), "otlp-traces", "format", maxBytes);
  }

  private static void append(Spool spool, String text, int records) throws IOException {
    spool.append((text + "?").getBytes(), text.length(), records);
  }

  private static List<String> take(Spool spool) {
    List<String> all = new ArrayList<>();
    while (!spool.isEmpty()) {
      byte[] request = spool.oldest();
      all.add(spool.oldestRecords() + " " + (request == null ? null : new String(request)));
      spool.removeOldest();
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("a"))) {
      return all.filter(p -> p.toString().endsWith(".frame")).sorted().toList();
    }
  }

  @Test
  void firstInFirstOutAndNothingIsLeft() throws Exception {
    Spool spool = spool(MANY);
    for (int i = 1; i <= 5; i++) {
      append(spool, "request " + i, i);
    }
    assertEquals(15, spool.records());
    assertEquals(5, files().size());
    assertEquals(
        List.of("1 request 1", "2 request 2", "3 request 3", "4 request 4", "5 request 5"),
        take(spool));
    assertEquals(0, spool.records());
    assertEquals(List.of(), files());
    spool.close();
  }

  @Test
  void theNextProcessHasWhatIsLeft() throws Exception {
    Spool before = spool(MANY);
    for (int i = 1; i <= 20; i++) {
      append(before, "request " + i, i);
    }
    before.removeOldest();
    before.close();
    Spool after = spool(MANY);
    append(after, "new", 1);
    assertEquals(210, after.records());
    List<String> all = take(after);
    assertEquals(20, all.size());
    assertEquals("2 request 2", all.get(0));
    assertEquals("1 new", all.get(19));
    after.close();
  }

  @Test
  void largeRequestsComeBackAsTheyWere() throws Exception {
    byte[] request = new byte[300_000];
    new Random(1).nextBytes(request);
    Spool spool = spool(MANY);
    spool.append(request, request.length, 1);
    assertArrayEquals(request, spool.oldest());
    spool.close();
  }

  /** Whatever of the file is missing or wrong, at whichever octet. */
  @Test
  void aFrameThatIsNotWholeIsLostAlone() throws Exception {
    Spool spool = spool(MANY);
    append(spool, "broken", 7);
    append(spool, "whole", 2);
    Path file = files().get(0);
    byte[] octets = Files.readAllBytes(file);
    for (int i = 0; i < octets.length; i++) {
      Files.write(file, java.util.Arrays.copyOf(octets, i));
      assertNull(spool.oldest(), "cut at " + i);
      byte[] wrong = octets.clone();
      wrong[i] ^= 0x10;
      Files.write(file, wrong);
      assertNull(spool.oldest(), "wrong at " + i);
    }
    Files.write(file, new byte[octets.length]);
    assertNull(spool.oldest(), "zeros");
    Files.write(file, octets);
    assertEquals("broken", new String(spool.oldest()));
    Files.write(file, new byte[3]);
    spool.close();
    Spool next = spool(MANY);
    assertEquals(9, next.records(), "its records are in its name");
    assertEquals(List.of("7 null", "2 whole"), take(next));
    next.close();
  }

  @Test
  void anotherFormatIsNotRead() throws Exception {
    Spool before = spool(MANY);
    append(before, "protobuf", 3);
    before.close();
    Spool after = new Spool(folder.resolve("a/b"), "otlp-traces", "another", MANY);
    assertEquals(List.of("3 null"), take(after));
    after.close();
  }

  @Test
  void boundInBytesAsADiskCountsThem() throws Exception {
    Spool spool = spool(10_000);
    assertTrue(spool.holds(10));
    assertTrue(spool.holds(8192 - 16));
    assertFalse(spool.holds(8192 - 15));
    append(spool, "one", 1);
    assertTrue(spool.hasRoom(10));
    append(spool, "two", 1);
    assertFalse(spool.hasRoom(10));
    spool.removeOldest();
    assertTrue(spool.hasRoom(10));
    spool.close();
    Spool next = spool(4096);
    assertFalse(next.hasRoom(1), "what was found counts");
    next.close();
  }

  @Test
  void oneOwnerForEachDirectory() throws Exception {
    Spool first = spool(MANY);
    Spool second = spool(MANY);
    append(first, "first", 1);
    append(second, "second", 2);
    append(first, "third", 3);
    assertTrue(files().stream().anyMatch(f -> f.toString().contains("/otlp-traces-2/")));
    Spool other = new Spool(folder.resolve("a/b"), "otlp-logs", "format", MANY);
    assertTrue(other.isEmpty(), "another signal has another directory");
    other.close();

    second.close();
    assertEquals(List.of("1 first", "3 third"), take(first));
    append(first, "fourth", 4);
    Spool third = spool(MANY);
    assertEquals(List.of("2 second"), take(third), "what nobody owns");
    third.close();
    first.close();
  }

  @Test
  void whatSeveralProcessesLeftIsOfTheNextOne() throws Exception {
    Spool first = spool(MANY);
    Spool second = spool(MANY);
    Spool third = spool(MANY);
    append(second, "one", 1);
    Thread.sleep(2);
    append(first, "two", 2);
    Thread.sleep(2);
    append(third, "three", 3);
    // The same name in another directory.
    Path copy = files().stream().filter(f -> f.toString().contains("traces-3")).findFirst().get();
    Files.copy(copy, folder.resolve("a/b/otlp-traces").resolve(copy.getFileName()));
    first.close();
    second.close();
    third.close();
    Spool next = spool(MANY);
    assertEquals(List.of("1 one", "2 two", "3 three", "3 three"), take(next));
    next.close();
  }

  @Test
  void onlyTheUserMayReadIt() throws Exception {
    Spool spool = spool(MANY);
    append(spool, "secret", 1);
    for (String directory : List.of("a", "a/b", "a/b/otlp-traces")) {
      assertEquals("rwx------", permissions(folder.resolve(directory)));
    }
    assertEquals("rw-------", permissions(folder.resolve("a/b/otlp-traces/lock")));
    assertEquals("rw-------", permissions(files().get(0)));
    spool.close();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void filesOfOthersStay() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("a/b/otlp-traces"));
    for (String name : List.of("notes.txt", "x.frame", "0000000000000001-0.frame", "-1.frame")) {
      Files.writeString(directory.resolve(name), "mine");
    }
    Spool spool = spool(MANY);
    assertTrue(spool.isEmpty());
    append(spool, "one", 1);
    assertEquals(List.of("1 one"), take(spool));
    assertEquals(3, files().size());
    spool.close();
  }

  @Test
  void aDirectoryThatCannotBeUsedIsSaid() throws Exception {
    Files.writeString(folder.resolve("a"), "a file");
    assertThrows(IOException.class, () -> spool(MANY));
  }

  @Test
  void whatCannotBeWrittenChangesNothing() throws Exception {
    Spool spool = spool(MANY);
    append(spool, "one", 1);
    Path directory = folder.resolve("a/b/otlp-traces");
    Path hidden = folder.resolve("hidden");
    Files.move(directory, hidden);
    assertThrows(IOException.class, () -> append(spool, "two", 2));
    assertEquals(1, spool.records());
    Files.move(hidden, directory);
    assertEquals(List.of("1 one"), take(spool));
    spool.close();
  }

  /** A process that may write files of 1 KiB at most. */
  @Test
  void aDiskThatIsFullKeepsNoHalfRequest() throws Exception {
    String java = System.getProperty("java.home") + "/bin/java -XX:-UsePerfData -cp \"$1\" ";
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 1; exec " + java + "\"$2\" \"$3\"",
                "sh",
                System.getProperty("java.class.path"),
                Full.class.getName(),
                folder.resolve("a/b").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String told = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor());
    assertEquals("full\n2 records\n", told);
    assertEquals(2, files().size());
  }

  static final class Full {
    public static void main(String[] args) throws IOException {
      Spool spool = new Spool(Path.of(args[0]), "otlp-traces", "format", MANY);
      append(spool, "one", 1);
      try {
        append(spool, "x".repeat(10_000), 5);
      } catch (IOException e) {
        System.out.println("full");
      }
      append(spool, "two", 1);
      System.out.println(spool.records() + " records");
    }
  }

  /** Files read by a thread with its flag up would be closed under it. */
  @Test
  void anInterruptIsNoFailure() throws Exception {
    Spool spool = spool(MANY);
    Thread.currentThread().interrupt();
    append(spool, "one", 1);
    Thread.currentThread().interrupt();
    assertEquals(List.of("1 one"), take(spool));
    spool.close();
  }
}
