/** Redis clients: one file per client, each showing its commands to {@code RedisSpan}. */
package io.sonde.instrumentation.redis;
