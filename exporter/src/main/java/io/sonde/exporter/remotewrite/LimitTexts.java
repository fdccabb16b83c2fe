package io.sonde.exporter.remotewrite;

import io.sonde.exporter.prometheus.FloatText;
import java.util.Arrays;

/** Bucket bounds and quantiles as label values; most series in a row have the same. */
final class LimitTexts {
  private double[] limits = {};
  private String[] texts = {"+Inf"};

  /** One for each, and then {@code +Inf}. Valid until the next call. */
  String[] of(double[] newLimits) {
    if (newLimits != limits && !Arrays.equals(newLimits, limits)) {
      texts = new String[newLimits.length + 1];
      for (int i = 0; i < newLimits.length; i++) {
        texts[i] = FloatText.canonical(newLimits[i]);
      }
      texts[newLimits.length] = "+Inf";
    }
    limits = newLimits;
    return texts;
  }
}
