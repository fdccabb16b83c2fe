package io.sonde.bootstrap.db;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.metrics.Metrics;

/** What spans of database clients have in common. */
abstract class DatabaseSpan extends Span {
  private Database database;
  private String responseStatus;
  private String errorType;

  DatabaseSpan(Span parent, Database database) {
    super(CLIENT, parent, null, null);
    this.database = database;
  }

  final Database database() {
    return database;
  }

  final void database(Database found) {
    database = found;
  }

  /** Marks the call as failed. {@code status} is the server's own code, or null. */
  final void error(String status, String type, Throwable thrown) {
    responseStatus = status;
    errorType = type;
    if (thrown == null) {
      fail();
    } else {
      fail(thrown);
    }
  }

  /** Whether the duration is a latency that belongs into the metric. */
  boolean measured() {
    return true;
  }

  /** {@code db.operation.name}, when the span has ended; or null. */
  abstract String operationName();

  /** {@code db.query.summary}, when the span has ended; or null. */
  abstract String summary();

  @Override
  protected void finish(long durationNanos) {
    Database db = database;
    if (measured()) {
      Metrics.DB_CLIENT_DURATION
          .series(
              db.system,
              db.namespace,
              operationName(),
              summary(),
              db.address,
              db.port,
              errorType,
              responseStatus)
          .record(durationNanos, this);
    }
  }

  @Override
  protected void attributes(AttributeVisitor to) {
    to.set("db.system.name", database.system);
    to.set("db.namespace", database.namespace);
    to.set("db.operation.name", operationName());
    to.set("db.query.summary", summary());
    to.set("server.address", database.address);
    if (database.port != null) {
      to.set("server.port", database.port);
    }
    to.set("error.type", errorType);
    to.set("db.response.status_code", responseStatus);
  }
}
