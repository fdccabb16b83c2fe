package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(
    value = "T74",
    what = "others may write where the spool is, and have put links there; umask 000")
class T74SpoolPathTest {
  @TempDir private Path folder;

  /** Files get what the umask leaves. */
  static Mutant mutant() {
    return Mutant.named("files-for-all")
        .edit(
            "io.sonde.exporter.spool.Permissions",
            "open",
            MethodEdit.withConstant("rw-------", "rw-rw-rw-"))
        .provenBy("onlyItsUserMayRead");
  }

  @Test
  void onlyItsUserMayRead() throws Exception {
    Path spool = folder.resolve("a/spool");
    run(
        command(spool).under("sh", "-c", "umask 000; exec \"$@\"", "sh"),
        () -> frames(spool) > 0,
        "a frame");
    try (Stream<Path> all = Files.walk(folder.resolve("a"))) {
      for (Path path : all.toList()) {
        String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
        assertEquals(
            expected,
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
            path::toString);
      }
    }
  }

  /** A directory for all, like {@code /tmp}, in which somebody was first. */
  @Test
  void linksAreNotFollowed() throws Exception {
    Path spool = Files.createDirectories(folder.resolve("spool"));
    Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path foreign = Files.createDirectories(folder.resolve("foreign"));
    Files.createSymbolicLink(spool.resolve("otlp-traces"), foreign);
    Path logs = Files.createDirectories(spool.resolve("otlp-logs"));
    Path target = folder.resolve("target");
    Files.createSymbolicLink(logs.resolve("lock"), target);
    AgentProcess process = run(command(spool), () -> frames(spool) > 0, "a frame of spans");
    assertFalse(Files.exists(target), process.stderr()::toString);
    try (Stream<Path> files = Files.list(foreign)) {
      assertEquals(List.of(), files.toList());
    }
    List<String> told =
        process.agentLines().stream().filter(line -> line.contains(" WARN ")).toList();
    assertEquals(1, told.size(), told::toString);
  }

  private AgentCommand command(Path spool) throws IOException {
    return new WorkerCommand().command().environment("SONDE_SPOOL_DIRECTORY", spool.toString());
  }

  private static AgentProcess run(
      AgentCommand command, java.util.function.Supplier<Boolean> until, String what) {
    AgentProcess process = command.start();
    try (process) {
      process.expectWarning("the spool is off");
      WorkerCommand.work(process);
      Await.until(what, until);
    }
    return process;
  }

  private static long frames(Path spool) {
    try (Stream<Path> all = Files.walk(spool)) {
      return all.filter(path -> path.toString().endsWith(".frame"))
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .count();
    } catch (IOException e) {
      return 0;
    } catch (UncheckedIOException deletedMeanwhile) {
      return 0;
    }
  }
}
