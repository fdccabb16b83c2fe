package io.sonde.bootstrap.db;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class JdbcUrlTest {
  /** URL, system, namespace, host, port; null for what is not known. */
  private static final Object[][] TABLE = {
    {"jdbc:postgresql://h:5432/db", "postgresql", "db", "h", 5432},
    {"jdbc:postgresql://h/db?user=u&password=p", "postgresql", "db", "h", 0},
    {"jdbc:postgresql://h/db?currentSchema=s&x=y", "postgresql", "db|s", "h", 0},
    {"jdbc:postgresql://u:p@h:1/db", "postgresql", "db", "h", 1},
    {"jdbc:postgresql://h1:1,h2:2/db", "postgresql", "db", "h1", 1},
    {"jdbc:postgresql://[::1]:5433/db", "postgresql", "db", "::1", 5433},
    {"jdbc:postgresql:db", "postgresql", "db", null, 0},
    {"jdbc:postgresql:/", "postgresql", null, null, 0},
    {"jdbc:postgresql:///db", "postgresql", "db", null, 0},
    {"jdbc:postgresql://h", "postgresql", null, "h", 0},
    {
      "jdbc:redshift://c.x.amazonaws.com:5439/dev", "aws.redshift", "dev", "c.x.amazonaws.com", 5439
    },
    {"jdbc:mysql://h:3306/db?useSSL=false", "mysql", "db", "h", 3306},
    {"jdbc:mysql://u:p@h:3306,h2:3307/db", "mysql", "db", "h", 3306},
    {"jdbc:mysql:loadbalance://h1,h2:3307/db", "mysql", "db", "h1", 0},
    {"jdbc:mysql:replication://h1:1,h2:2/db", "mysql", "db", "h1", 1},
    {"jdbc:mysql://address=(host=h)(port=1)(user=u)(password=p)/db", "mysql", "db", "h", 1},
    {"jdbc:mysql://(host=h,port=3,user=u,password=p)/db", "mysql", "db", "h", 3},
    {"jdbc:mysql://[2001:db8::1]:3306/db", "mysql", "db", "2001:db8::1", 3306},
    {"jdbc:mysql://2001:db8::1/db", "mysql", "db", "2001:db8::1", 0},
    {"jdbc:mysql://h/", "mysql", null, "h", 0},
    {"jdbc:mariadb://h:3306/db", "mariadb", "db", "h", 3306},
    {"jdbc:mariadb:sequential://h1,h2/db", "mariadb", "db", "h1", 0},
    {
      "jdbc:sqlserver://h:1433;databaseName=db;user=u;password={p;x}",
      "microsoft.sql_server",
      "db",
      "h",
      1433
    },
    {"jdbc:sqlserver://h\\inst:1433;database=db", "microsoft.sql_server", "inst|db", "h", 1433},
    {"jdbc:sqlserver://h\\inst", "microsoft.sql_server", "inst", "h", 0},
    {"jdbc:sqlserver://h;instanceName=i;databaseName=db", "microsoft.sql_server", "i|db", "h", 0},
    {
      "jdbc:sqlserver://;serverName=h;portNumber=7;databaseName=db",
      "microsoft.sql_server",
      "db",
      "h",
      7
    },
    {"jdbc:sqlserver://[::1]:1433;databaseName=db", "microsoft.sql_server", "db", "::1", 1433},
    {"jdbc:jtds:sqlserver://h:1433/db;instance=i", "microsoft.sql_server", "i|db", "h", 1433},
    {"jdbc:oracle:thin:@h:1521:sid", "oracle.db", "sid", "h", 1521},
    {"jdbc:oracle:thin:scott/tiger@h:1521:sid", "oracle.db", "sid", "h", 1521},
    {"jdbc:oracle:thin:@//h:1521/svc", "oracle.db", "svc", "h", 1521},
    {"jdbc:oracle:thin:@h:1521/svc:dedicated/i", "oracle.db", "svc", "h", 1521},
    {"jdbc:oracle:thin:@h/svc", "oracle.db", "svc", "h", 0},
    {"jdbc:oracle:thin:@tcps://h:2484/svc?wallet=x", "oracle.db", "svc", "h", 2484},
    {"jdbc:oracle:thin:@//[::1]:1521/svc", "oracle.db", "svc", "::1", 1521},
    {"jdbc:oracle:thin:@mydb_tns", "oracle.db", "mydb_tns", null, 0},
    {"jdbc:oracle:oci:u/p@mydb", "oracle.db", "mydb", null, 0},
    {
      "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h1)(PORT=1521))(ADDRESS=(HOST=h2)"
          + "(PORT=1))(CONNECT_DATA=(SERVICE_NAME=svc)))",
      "oracle.db",
      "svc",
      "h1",
      1521
    },
    {
      "jdbc:oracle:thin:@( description= (address= (host = h)(port = 9)) (connect_data=(sid=s)))",
      "oracle.db",
      "s",
      "h",
      9
    },
    {"jdbc:h2:mem:test;DB_CLOSE_DELAY=-1;PASSWORD=p", "h2database", "test", null, 0},
    {"jdbc:h2:mem:", "h2database", null, null, 0},
    {"jdbc:h2:file:/data/x", "h2database", "/data/x", null, 0},
    {"jdbc:h2:~/x", "h2database", "~/x", null, 0},
    {"jdbc:h2:tcp://h:9092/~/x;USER=sa", "h2database", "~/x", "h", 9092},
    {"jdbc:h2:ssl://h/mem:x", "h2database", "mem", "h", 0},
    {"jdbc:hsqldb:mem:db", "hsqldb", "db", null, 0},
    {"jdbc:hsqldb:file:x;shutdown=true", "hsqldb", "x", null, 0},
    {"jdbc:hsqldb:hsql://h:9001/db", "hsqldb", "db", "h", 9001},
    {"jdbc:derby:memory:db;create=true;password=p", "derby", "db", null, 0},
    {"jdbc:derby:dir/db", "derby", "dir/db", null, 0},
    {"jdbc:derby://h:1527/db;user=u", "derby", "db", "h", 1527},
    {"jdbc:derby:;databaseName=db", "derby", "db", null, 0},
    {"jdbc:sqlite:/data/x.db?mode=ro", "sqlite", "/data/x.db", null, 0},
    {"jdbc:sqlite::memory:", "sqlite", ":memory:", null, 0},
    {"jdbc:sqlite:", "sqlite", null, null, 0},
    {"jdbc:db2://h:50000/db:user=u;password=p;", "ibm.db2", "db", "h", 50000},
    {"jdbc:db2:alias", "ibm.db2", "alias", null, 0},
    {"jdbc:as400://h/lib;user=u", "ibm.db2", "lib", "h", 0},
    {"jdbc:clickhouse://h:8123/db?user=u", "clickhouse", "db", "h", 8123},
    {"jdbc:ch:https://h:8443/db", "clickhouse", "db", "h", 8443},
    {"jdbc:informix-sqli://h:1533/db:INFORMIXSERVER=s", "ibm.informix", "db", "h", 1533},
    {"jdbc:sap://h:30015/?databaseName=db", "sap.hana", "db", "h", 30015},
    {"jdbc:trino://h:8080/catalog/schema", "trino", "catalog/schema", "h", 8080},
    {
      "jdbc:snowflake://a.snowflakecomputing.com/?db=x",
      "other_sql",
      null,
      "a.snowflakecomputing.com",
      0
    },
    {"jdbc:foo://h:1/x", "other_sql", "x", "h", 1},
    {"JDBC:MySQL://h/db", "mysql", "db", "h", 0},
    // User info that cannot be told from the rest
    {"jdbc:mysql://u:p/w@h/db", "mysql", null, null, 0},
    {"jdbc:mysql://u:p?w@h/db", "mysql", null, null, 0},
    {"jdbc:mysql://h:99999/db", "mysql", null, null, 0},
    {"jdbc:", "other_sql", null, null, 0},
    {"", "other_sql", null, null, 0},
    {null, "other_sql", null, null, 0},
    {"http://x", "other_sql", null, null, 0},
  };

  @Test
  void table() {
    List<Executable> all = new ArrayList<>();
    for (Object[] row : TABLE) {
      all.add(
          () -> {
            Database database = JdbcUrl.parse((String) row[0]);
            List<Object> expected = Arrays.asList(row).subList(1, row.length);
            List<Object> found =
                Arrays.asList(
                    database.system(), database.namespace(), database.address(), database.port());
            assertEquals(expected, found, (String) row[0]);
          });
    }
    assertAll(all);
  }

  @Test
  void anyTextIsRead() {
    String alphabet = "ab:/@?;=&()[]{},.\\ 19%|-";
    Random random = new Random(5);
    for (int n = 0; n < 300_000; n++) {
      String known = (String) TABLE[random.nextInt(TABLE.length - 4)][0];
      StringBuilder url = new StringBuilder(known);
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        int at = random.nextInt(url.length() + 1);
        switch (random.nextInt(3)) {
          case 0 -> url.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          case 1 -> url.delete(at, Math.min(url.length(), at + 1 + random.nextInt(4)));
          default -> url.setLength(at);
        }
      }
      JdbcUrl.parse(url.toString());
    }
  }

  @Test
  void noPasswordIsKept() {
    String[] urls = {
      "jdbc:postgresql://u:%s@h/db",
      "jdbc:mysql://%s@h/db",
      "jdbc:mysql://u:%s@h1:1,v:%s@h2/db",
      "jdbc:postgresql://h/db?password=%s",
      "jdbc:sqlserver://h;databaseName=d;password=%s",
      "jdbc:sqlserver://h;databaseName=d;password={%s}",
      "jdbc:oracle:thin:u/%s@h:1:s",
      "jdbc:oracle:thin:u/%s@//h/s",
      "jdbc:oracle:oci:u/%s@tns",
      "jdbc:h2:mem:x;PASSWORD=%s",
      "jdbc:db2://h/d:user=u;password=%s;",
      "jdbc:mysql://address=(host=h)(password=%s)/d",
      "jdbc:derby:x;password=%s",
      "jdbc:foo:%s@h",
      "jdbc:h2:tcp://u:%s@h/x",
      "jdbc:oracle:%s@h:1:x"
    };
    String[] passwords = {"canary", "x/canary", "x@canary@", "x:canary", "x?canary", "1;canary"};
    for (String url : urls) {
      for (String password : passwords) {
        boolean ends = password.indexOf(';') >= 0 && url.indexOf(';') >= 0;
        if (!ends) {
          Database database = JdbcUrl.parse(url.replace("%s", password));
          String kept = database.namespace() + ' ' + database.address();
          assertFalse(kept.contains("canary"), url + " with " + password + ": " + kept);
        }
      }
    }
  }
}
