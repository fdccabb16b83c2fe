/** Advice for Jedis: what chooses connections, and tries others. */
package redis.clients.jedis.executors;
