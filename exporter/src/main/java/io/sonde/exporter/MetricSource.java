package io.sonde.exporter;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.List;

/**
 * The state of all metrics. A histogram comes twice under one name, as HISTOGRAM and as
 * EXPONENTIAL_HISTOGRAM, made of the same observations; a destination takes what it can carry. All
 * sums are cumulative. Thread safe.
 */
public interface MetricSource {
  /**
   * The scope of the application's own metrics. Their names are none of the agent's; but they may
   * be names that the Prometheus exposition derives.
   */
  InstrumentationScopeInfo APPLICATION = InstrumentationScopeInfo.create("application");

  List<MetricData> collect();
}
