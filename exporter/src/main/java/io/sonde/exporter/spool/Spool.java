package io.sonde.exporter.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * Requests on disk, first in, first out, bounded in bytes; they outlive the process. For one
 * thread.
 *
 * <p>Each is a file of its own: what is delivered is gone at once, so that a process which is
 * killed sends nothing again, and what a crash left unfinished is nothing but that request. Nothing
 * is forced to the disk: a process that dies loses nothing by that, a machine that does its last
 * seconds.
 */
public final class Spool {
  private final SpoolDirectory directory;
  private final int format;
  private final long maxBytes;
  private final ArrayDeque<Frame> frames = new ArrayDeque<Frame>();
  private long bytes;
  private long records;
  private long lastSequence;

  /**
   * Takes a directory for itself, with what a former process left in it.
   *
   * @param base made when it is not there
   * @param name of the directory in it: what the requests are for
   * @param format requests of another are not read
   * @param maxBytes on disk
   * @throws IOException when it cannot be used
   */
  public Spool(Path base, String name, String format, long maxBytes) throws IOException {
    this.directory = SpoolDirectory.take(base, name);
    this.format = format.hashCode();
    this.maxBytes = maxBytes;
    for (Frame frame : directory.frames()) {
      add(frame);
    }
  }

  private void add(Frame frame) {
    frames.addLast(frame);
    bytes += frame.bytes;
    records += frame.records;
    lastSequence = frame.sequence;
  }

  public boolean isEmpty() {
    return frames.isEmpty();
  }

  /** How many records are in all requests. */
  public long records() {
    return records;
  }

  /** How many records are in the oldest request, of which there must be one. */
  public int oldestRecords() {
    return frames.getFirst().records;
  }

  /** The oldest request; null if it cannot be read, is not whole or of another format. */
  public byte[] oldest() {
    // With its interrupt flag up a thread cannot read a file.
    Thread.interrupted();
    try {
      return frames.getFirst().read(directory.path, format);
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether so long a request can be appended when all others are gone. */
  public boolean holds(int length) {
    return Frame.bytes(length) <= maxBytes;
  }

  /** Whether so long a request can be appended now. */
  public boolean hasRoom(int length) {
    return bytes + Frame.bytes(length) <= maxBytes;
  }

  /**
   * Appends a request that there is room for.
   *
   * @throws IOException when it could not be written; nothing has changed then
   */
  public void append(byte[] request, int length, int recordsInIt) throws IOException {
    Thread.interrupted();
    // The time keeps the order of requests that another process left.
    long sequence = Math.max(lastSequence + 1, System.currentTimeMillis() << 12);
    Frame frame = new Frame(sequence, recordsInIt, length);
    boolean written = false;
    try {
      frame.write(directory.path, format, request, length);
      written = true;
    } finally {
      if (!written) {
        delete(frame);
      }
    }
    add(frame);
  }

  /** Forgets the oldest request. */
  public void removeOldest() {
    Frame frame = frames.removeFirst();
    bytes -= frame.bytes;
    records -= frame.records;
    delete(frame);
  }

  private void delete(Frame frame) {
    try {
      Files.deleteIfExists(directory.path.resolve(frame.name()));
    } catch (IOException ignored) {
      // On a disk that became read-only: the next process sends it again.
    }
  }

  /** Lets another process have the directory, with what is in it. */
  public void close() {
    directory.close();
  }
}
