/** Advice for Jedis, in its package because it uses what is package-private there. */
package redis.clients.jedis;
