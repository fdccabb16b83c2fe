package io.sonde.exporter;

import java.io.IOException;
import java.util.List;

/**
 * An exporter whose requests can be kept, and be sent later by another process.
 *
 * @param <T> as of {@link BatchExporter}
 */
public interface SpoolableExporter<T> extends BatchExporter<T> {
  /**
   * What the requests are like; one that is kept is sent only by an exporter that says the same.
   */
  String format();

  /**
   * Makes a request of the records {@code from} until before {@code to}, without those of them that
   * the last {@link #export} of this batch is known to have delivered.
   *
   * @return valid until the next call of any method
   */
  Request encode(List<T> batch, int from, int to) throws IOException;

  /**
   * Sends a request that {@link #encode} made, as {@link BatchExporter#export} does.
   *
   * @param length of the request, which is the begin of {@code octets}
   */
  ExportResult resend(byte[] octets, int length, int records) throws IOException;

  /** A request. Immutable. */
  final class Request {
    private final byte[] octets;
    private final int length;
    private final int records;
    private final int delivered;
    private final boolean small;

    /** A request of any length, with all records but those that could not be encoded. */
    public Request(byte[] octets, int length, int records) {
      this(octets, length, records, true);
    }

    /** A request with all records but those that could not be encoded. */
    public Request(byte[] octets, int length, int records, boolean small) {
      this(octets, length, records, 0, small);
    }

    /**
     * @param length of the request, which is the begin of {@code octets}
     * @param records in it
     * @param delivered records that an attempt before brought there; the others could not be
     *     encoded
     * @param small whether the receiver is known to take so long a request; if not, two of half the
     *     records are kept in its place
     */
    public Request(byte[] octets, int length, int records, int delivered, boolean small) {
      this.octets = octets;
      this.length = length;
      this.records = records;
      this.delivered = delivered;
      this.small = small;
    }

    public byte[] octets() {
      return octets;
    }

    public int length() {
      return length;
    }

    public int records() {
      return records;
    }

    public int delivered() {
      return delivered;
    }

    public boolean small() {
      return small;
    }
  }
}
