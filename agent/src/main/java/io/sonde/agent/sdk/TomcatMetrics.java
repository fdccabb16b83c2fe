package io.sonde.agent.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/**
 * {@code tomcat.thread.*}, of the beans that Tomcat registers (Spring Boot asks it to with {@code
 * server.tomcat.mbeanregistry.enabled}). No server of beans is made for it: an application may
 * bring its own (fault A1).
 */
final class TomcatMetrics implements MetricCollector.Observer {
  private static final AttributeKey<String> POOL =
      AttributeKey.stringKey("tomcat.thread.pool.name");

  /** Made late: a JVM without the module java.management has no such class. */
  private ObjectName pools;

  @Override
  public void observe(MetricBatch batch) throws JMException {
    if (pools == null) {
      pools = new ObjectName("*:type=ThreadPool,name=*");
    }
    List<LongPointData> count = new ArrayList<LongPointData>();
    List<LongPointData> busy = new ArrayList<LongPointData>();
    List<LongPointData> limit = new ArrayList<LongPointData>();
    for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
      for (ObjectName pool : server.queryNames(pools, null)) {
        try {
          Attributes labels = Attributes.of(POOL, ObjectName.unquote(pool.getKeyProperty("name")));
          LongPointData current = point(server, pool, "currentThreadCount", labels, batch);
          LongPointData working = point(server, pool, "currentThreadsBusy", labels, batch);
          LongPointData max = point(server, pool, "maxThreads", labels, batch);
          count.add(current);
          busy.add(working);
          limit.add(max);
        } catch (JMException e) {
          // Closed meanwhile, or another's bean.
        } catch (RuntimeException e) {
          // Not of Tomcat: its name is not quoted, its attributes are no numbers.
        }
      }
    }
    MetricBatch.Kind kind = MetricBatch.Kind.UP_DOWN_COUNTER;
    batch.longs(kind, "tomcat.thread.count", "Threads of the pool.", "{thread}", count);
    batch.longs(kind, "tomcat.thread.busy.count", "Threads at work.", "{thread}", busy);
    batch.longs(kind, "tomcat.thread.limit", "Threads there may be.", "{thread}", limit);
  }

  private static LongPointData point(
      MBeanServer server, ObjectName pool, String attribute, Attributes labels, MetricBatch batch)
      throws JMException {
    return batch.point(((Number) server.getAttribute(pool, attribute)).longValue(), labels);
  }
}
