package io.sonde.exporter.spool;

import io.sonde.bootstrap.AgentLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A directory that belongs to one process: the first of {@code name}, {@code name-2}, ... that is
 * not locked. What processes that ended left in the others becomes its own.
 */
final class SpoolDirectory {
  private static final int MAX = 16;

  final Path path;

  /** The lock is held as long as it is open, and not after a crash. */
  private final FileChannel lock;

  private SpoolDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  static SpoolDirectory take(Path base, String name) throws IOException {
    SpoolDirectory own = null;
    for (int i = 1; i <= MAX; i++) {
      Path path = base.resolve(i == 1 ? name : name + "-" + i);
      if (own == null) {
        Permissions.createDirectories(path);
      }
      boolean usable = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      FileChannel lock = usable ? lock(path) : null;
      if (lock == null) {
        continue;
      }
      if (own == null) {
        own = new SpoolDirectory(path, lock);
        if (i > 1) {
          AgentLog.info("spool: another process has " + base + ", using " + path.getFileName());
        }
      } else {
        try {
          own.adopt(path);
        } finally {
          lock.close();
        }
      }
    }
    if (own == null) {
      throw new IOException(MAX + " processes have it already");
    }
    return own;
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel file =
        Permissions.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // By this very process.
    } finally {
      if (!locked) {
        file.close();
      }
    }
    return locked ? file : null;
  }

  private void adopt(Path other) throws IOException {
    for (Frame frame : frames(other)) {
      Frame moved = frame;
      while (Files.exists(path.resolve(moved.name()))) {
        moved = new Frame(moved.sequence + 1, frame.records, 0);
      }
      Files.move(other.resolve(frame.name()), path.resolve(moved.name()));
    }
  }

  /** What is there, oldest first. */
  List<Frame> frames() throws IOException {
    return frames(path);
  }

  private static List<Frame> frames(Path directory) throws IOException {
    List<Frame> frames = new ArrayList<Frame>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Frame frame = Frame.parse(file.getFileName().toString(), Files.size(file));
        if (frame != null) {
          frames.add(frame);
        }
      }
    }
    Collections.sort(
        frames,
        new Comparator<Frame>() {
          @Override
          public int compare(Frame one, Frame other) {
            return Long.compare(one.sequence, other.sequence);
          }
        });
    return frames;
  }

  /** Lets another process have it. */
  void close() {
    try {
      lock.close();
    } catch (IOException ignored) {
      // The end of the process does it.
    }
  }
}
