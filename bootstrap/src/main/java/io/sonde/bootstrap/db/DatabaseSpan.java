package io.sonde.bootstrap.db;

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

  /** Records the metric, and the attributes that span and metric share. */
  final void finish(long durationNanos, String operation, String summary) {
    Database db = database;
    if (measured()) {
      Metrics.DB_CLIENT_DURATION
          .series(
              db.system,
              db.namespace,
              operation,
              summary,
              db.address,
              db.port,
              errorType,
              responseStatus)
          .record(durationNanos, this);
    }
    if (sampled()) {
      set("db.system.name", db.system);
      set("db.namespace", db.namespace);
      set("db.operation.name", operation);
      set("db.query.summary", summary);
      set("server.address", db.address);
      if (db.port != null) {
        set("server.port", db.port);
      }
      set("error.type", errorType);
      set("db.response.status_code", responseStatus);
    }
  }
}
