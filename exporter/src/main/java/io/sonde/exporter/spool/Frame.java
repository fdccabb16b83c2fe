package io.sonde.exporter.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * One request in a file of its own: a header, then the request. The name has its place in the order
 * and how many records it holds, so that also a file that was not finished is accounted for.
 * Immutable.
 */
final class Frame {
  private static final String SUFFIX = ".frame";
  private static final int DIGITS = 16;
  private static final int MAGIC = 0x534e4431;
  private static final int HEADER = 16;

  /** What the smallest file takes of a disk. */
  private static final int BLOCK = 4096;

  final long sequence;
  final int records;

  /** What it takes of the disk. */
  final long bytes;

  Frame(long sequence, int records, long length) {
    this.sequence = sequence;
    this.records = records;
    this.bytes = bytes(length);
  }

  static long bytes(long length) {
    return (HEADER + length + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Null if a file of that name is none of ours. */
  static Frame parse(String name, long fileSize) {
    int end = name.length() - SUFFIX.length();
    if (end < DIGITS + 2 || !name.endsWith(SUFFIX) || name.charAt(DIGITS) != '-') {
      return null;
    }
    try {
      long sequence = Long.parseLong(name.substring(0, DIGITS), 16);
      int records = Integer.parseInt(name.substring(DIGITS + 1, end));
      return records <= 0 ? null : new Frame(sequence, records, fileSize - HEADER);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  String name() {
    String hex = Long.toHexString(sequence);
    StringBuilder name = new StringBuilder(32);
    for (int i = hex.length(); i < DIGITS; i++) {
      name.append('0');
    }
    return name.append(hex).append('-').append(records).append(SUFFIX).toString();
  }

  /** Writes the request; half a file may remain where that fails. */
  void write(Path directory, int format, byte[] request, int length) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(MAGIC).putInt(format).putInt(length).putInt(checksum(request, length));
    header.flip();
    ByteBuffer body = ByteBuffer.wrap(request, 0, length);
    try (FileChannel file =
        Permissions.open(
            directory.resolve(name()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (header.hasRemaining() || body.hasRemaining()) {
        file.write(header.hasRemaining() ? header : body);
      }
    }
  }

  /** The request; null if it is not whole, or of another format. */
  byte[] read(Path directory, int format) throws IOException {
    try (FileChannel file = Permissions.open(directory.resolve(name()), StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      fill(file, header);
      int length = (int) Math.min(file.size() - HEADER, Integer.MAX_VALUE);
      if (header.getInt() != MAGIC || header.getInt() != format || header.getInt() != length) {
        return null;
      }
      byte[] request = new byte[length];
      fill(file, ByteBuffer.wrap(request));
      return header.getInt() == checksum(request, length) ? request : null;
    } catch (EOFException e) {
      return null;
    }
  }

  private static void fill(FileChannel file, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (file.read(target) < 0) {
        throw new EOFException();
      }
    }
    target.flip();
  }

  private static int checksum(byte[] request, int length) {
    CRC32 crc = new CRC32();
    crc.update(request, 0, length);
    return (int) crc.getValue();
  }
}
