package io.sonde.smoke.faults;

/**
 * A mode and its numbers.
 *
 * @param retryAfter the text of the header {@code Retry-After}, in seconds for gRPC; null for none
 * @param every the fault meets each request of so many, the others are taken
 * @param limit the records that {@link FaultMode#TOO_LARGE} lets pass
 * @param reject the records of a request that {@link FaultMode#PARTIAL} refuses
 */
record FaultdSetting(FaultMode mode, String retryAfter, int every, int limit, int reject) {
  static FaultdSetting of(FaultMode mode) {
    return new FaultdSetting(mode, null, 1, 0, 1);
  }

  FaultdSetting retryAfter(String text) {
    return new FaultdSetting(mode, text, every, limit, reject);
  }

  FaultdSetting every(int requests) {
    return new FaultdSetting(mode, retryAfter, requests, limit, reject);
  }

  FaultdSetting limit(int records) {
    return new FaultdSetting(mode, retryAfter, every, records, reject);
  }

  FaultdSetting reject(int records) {
    return new FaultdSetting(mode, retryAfter, every, limit, records);
  }
}
