package io.sonde.exporter;

/**
 * Makes of a record what exporters take. Called on the worker's thread.
 *
 * @param <R> what the application's threads hand over
 * @param <T> {@code SpanData} or {@code LogRecordData}
 */
public interface RecordMapper<R, T> {
  /** Whatever it throws costs this record alone. */
  T map(R record) throws Exception;
}
