package io.sonde.bootstrap.db;

/**
 * A Redis command by its name: what may be shown of its arguments, and how it behaves. Immutable;
 * all known ones are made once.
 */
public final class RedisOperation {
  private static final int ALL = 999;

  /** {@link #showsArgument} for names and values by turns. */
  private static final int PAIRS = 1000;

  /** Longer names are of no command that there is. */
  private static final int NAME_LENGTH = 32;

  private static final RedisOperation OTHER = new RedisOperation("_OTHER", 0);

  /** Open addressing by the bytes of the name; a quarter of it is used. */
  private static final RedisOperation[] KNOWN = new RedisOperation[1024];

  static {
    // Nothing of these may be shown, least of all passwords and scripts (fault G1).
    keep(0, "AUTH ECHO EVAL EVALSHA EVAL_RO EVALSHA_RO PING");
    // A subcommand, a key, or the name of a function or an index; what follows is data.
    keep(
        1,
        "ACL APPEND BF.ADD BF.EXISTS BF.MADD BF.MEXISTS BF.RESERVE BITFIELD BITFIELD_RO CLIENT"
            + " CLUSTER COMMAND DEBUG DECRBY FCALL FCALL_RO FT.AGGREGATE FT.CREATE FT.DROPINDEX"
            + " FT.INFO FT.SEARCH FUNCTION GEOADD GEODIST GEOHASH GEOPOS GEORADIUS"
            + " GEORADIUSBYMEMBER GEORADIUSBYMEMBER_RO GEORADIUS_RO GEOSEARCH GETSET HELLO INCRBY"
            + " INCRBYFLOAT JSON.MSET LATENCY LPOS LPUSH LPUSHX MODULE PFADD PUBLISH RPUSH RPUSHX"
            + " SADD SCRIPT SET SETNX SISMEMBER SLOWLOG SMISMEMBER SORT SORT_RO SPUBLISH SREM"
            + " TS.ADD TS.CREATE TS.GET TS.RANGE VADD VSIM XADD ZADD ZINCRBY ZLEXCOUNT ZMSCORE"
            + " ZRANGE ZRANGEBYLEX ZRANK ZREM ZREMRANGEBYLEX ZREVRANGEBYLEX ZREVRANK ZSCORE");
    keep(
        2,
        "CONFIG GEOSEARCHSTORE HINCRBY HINCRBYFLOAT HSETNX JSON.ARRAPPEND JSON.SET LINSERT LREM"
            + " LSET MIGRATE PSETEX RESTORE SETBIT SETEX SETRANGE SMOVE ZRANGESTORE");
    keep(3, "ZCOUNT ZRANGEBYSCORE ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGEBYSCORE");
    keep(
        ALL,
        "ASKING BGREWRITEAOF BGSAVE BITCOUNT BITOP BITPOS COPY DBSIZE DECR DEL DISCARD DUMP EXEC"
            + " EXISTS EXPIRE EXPIREAT EXPIRETIME FLUSHALL FLUSHDB GET GETBIT GETDEL GETEX GETRANGE"
            + " HDEL HEXISTS HEXPIRE HGET HGETALL HGETDEL HKEYS HLEN HMGET HPERSIST HRANDFIELD"
            + " HSCAN HSTRLEN HTTL HVALS INCR INFO JSON.DEL JSON.GET JSON.MGET JSON.TYPE KEYS"
            + " LASTSAVE LCS LINDEX LLEN LMOVE LMPOP LPOP LRANGE LTRIM MEMORY MGET MOVE MULTI"
            + " OBJECT PERSIST PEXPIRE PEXPIREAT PEXPIRETIME PFCOUNT PFMERGE PTTL PUBSUB QUIT"
            + " RANDOMKEY READONLY READWRITE RENAME RENAMENX REPLICAOF ROLE RPOP RPOPLPUSH SAVE"
            + " SCAN SCARD SDIFF SDIFFSTORE SELECT SHUTDOWN SINTER SINTERCARD SINTERSTORE SLAVEOF"
            + " SMEMBERS SPOP SRANDMEMBER SSCAN STRLEN SUBSTR SUNION SUNIONSTORE SWAPDB TIME TOUCH"
            + " TTL TYPE UNLINK UNWATCH WATCH XACK XAUTOCLAIM XCLAIM XDEL XGROUP XINFO XLEN"
            + " XPENDING XRANGE XREAD XREADGROUP XREVRANGE XTRIM ZCARD ZDIFF ZDIFFSTORE ZINTER"
            + " ZINTERCARD ZINTERSTORE ZMPOP ZPOPMAX ZPOPMIN ZRANDMEMBER ZREVRANGE ZSCAN ZUNION"
            + " ZUNIONSTORE BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN WAIT"
            + " WAITAOF MONITOR PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUBSCRIBE SUNSUBSCRIBE"
            + " UNSUBSCRIBE");
    keep(PAIRS, "MSET MSETNX");
    keep(PAIRS + 1, "HMSET HSET");
  }

  final String name;
  private final int shown;

  /** Waits at the server for something to happen: its duration is no latency (fault G5). */
  final boolean blocking;

  /** Clients say it for themselves, too, to introduce themselves and to find nodes. */
  final boolean internal;

  /** Turns the connection into a stream of messages, and has no reply of its own. */
  final boolean streaming;

  private RedisOperation(String name, int shown) {
    this.name = name;
    this.shown = shown;
    blocking =
        name.startsWith("WAIT")
            || name.startsWith("BLM")
            || name.startsWith("BLP")
            || name.startsWith("BRP")
            || name.startsWith("BZ");
    internal =
        name.equals("CLIENT")
            || name.equals("COMMAND")
            || name.equals("CLUSTER")
            || name.equals("SENTINEL")
            || name.equals("ASKING")
            || name.equals("READONLY");
    streaming = name.endsWith("SUBSCRIBE") || name.equals("MONITOR");
  }

  private static void keep(int shown, String names) {
    int start = 0;
    while (start < names.length()) {
      int end = names.indexOf(' ', start);
      end = end < 0 ? names.length() : end;
      String name = names.substring(start, end);
      int slot = 0;
      for (int i = 0; i < name.length(); i++) {
        slot = 31 * slot + name.charAt(i);
      }
      slot = slot(slot);
      while (KNOWN[slot] != null) {
        slot = slot + 1 & KNOWN.length - 1;
      }
      KNOWN[slot] = new RedisOperation(name, shown);
      start = end + 1;
    }
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 10) & KNOWN.length - 1;
  }

  /**
   * The command of this name, in whatever case. Allocates nothing for a known one; what cannot be a
   * name is {@code _OTHER}.
   *
   * @param name as it goes to the server
   */
  public static RedisOperation of(byte[] name) {
    if (name.length == 0 || name.length > NAME_LENGTH) {
      return OTHER;
    }
    int hash = 0;
    for (byte b : name) {
      hash = 31 * hash + upper(b);
    }
    int slot = slot(hash);
    while (KNOWN[slot] != null) {
      if (KNOWN[slot].is(name)) {
        return KNOWN[slot];
      }
      slot = slot + 1 & KNOWN.length - 1;
    }
    return unknown(name);
  }

  private static RedisOperation unknown(byte[] name) {
    char[] chars = new char[name.length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = upper(name[i]);
      boolean letter = chars[i] >= 'A' && chars[i] <= 'Z' || chars[i] >= '0' && chars[i] <= '9';
      if (!letter && "._-|".indexOf(chars[i]) < 0) {
        return OTHER;
      }
    }
    return new RedisOperation(new String(chars), 0);
  }

  private boolean is(byte[] bytes) {
    if (bytes.length != name.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (upper(bytes[i]) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static char upper(byte b) {
    return (char) (b >= 'a' && b <= 'z' ? b - 32 : b & 255);
  }

  /** {@code GET}. */
  public String name() {
    return name;
  }

  /** Whether the argument of this index (0 is the first) is a key, a field or an option. */
  boolean showsArgument(int index) {
    if (shown < PAIRS) {
      return index < shown;
    }
    return index < shown - PAIRS || (index - (shown - PAIRS) & 1) == 0;
  }
}
