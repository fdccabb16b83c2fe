package io.sonde.smoke.faults;

import io.sonde.testing.Await;
import io.sonde.testing.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A cluster of Redis on the loopback address: three nodes without replicas. */
final class RedisCluster implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16384;

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<Jedis> nodes = new ArrayList<>();

  /** Each node keeps what it knows of the others in {@code folder}. */
  RedisCluster(Path folder) {
    for (int i = 0; i < NODES; i++) {
      String file = folder.resolve("nodes-" + i).toString();
      RedisServer server =
          new RedisServer("--cluster-enabled", "yes", "--cluster-config-file", file, "--save", "");
      servers.add(server);
      Jedis node = new Jedis("127.0.0.1", server.port());
      nodes.add(node);
      node.clusterAddSlots(IntStream.range(first(i), first(i + 1)).toArray());
      node.clusterMeet("127.0.0.1", servers.get(0).port());
    }
    Await.until("the cluster", () -> nodes.stream().allMatch(RedisCluster::isComplete));
  }

  private static int first(int node) {
    return node * SLOTS / NODES;
  }

  private static boolean isComplete(Jedis node) {
    String info = node.clusterInfo();
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
  }

  int port(int node) {
    return servers.get(node).port();
  }

  /** Sets a key that belongs to {@code node}, and returns it. */
  String key(String name, int node) {
    for (int i = 0; ; i++) {
      String key = name + i;
      int slot = JedisClusterCRC16.getSlot(key);
      if (slot >= first(node) && slot < first(node + 1)) {
        nodes.get(node).set(key, "value of " + key);
        return key;
      }
    }
  }

  /** Begins to move the slot of {@code key}, which is at the new node already: ASK. */
  void move(String key, int from, int to) {
    int slot = JedisClusterCRC16.getSlot(key);
    nodes.get(to).clusterSetSlotImporting(slot, nodes.get(from).clusterMyId());
    nodes.get(from).clusterSetSlotMigrating(slot, nodes.get(to).clusterMyId());
    nodes.get(from).migrate("127.0.0.1", port(to), 5000, new MigrateParams(), key);
  }

  /** The slot of {@code key} has moved: MOVED. */
  void moved(String key, int from, int to) {
    int slot = JedisClusterCRC16.getSlot(key);
    String id = nodes.get(to).clusterMyId();
    nodes.get(to).clusterSetSlotNode(slot, id);
    nodes.get(from).clusterSetSlotNode(slot, id);
  }

  @Override
  public void close() {
    nodes.forEach(Jedis::close);
    servers.forEach(RedisServer::close);
  }
}
