package io.sonde.exporter.net;

/**
 * What an answer says in its headers {@code X-Prometheus-Remote-Write-*-Written}; 0 for one that it
 * does not have.
 */
public final class Written {
  long samples;
  long histograms;

  public long samples() {
    return samples;
  }

  public long histograms() {
    return histograms;
  }
}
