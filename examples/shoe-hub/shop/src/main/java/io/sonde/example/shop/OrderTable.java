package io.sonde.example.shop;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

@Repository
class OrderTable {
  private final JdbcClient jdbc;

  OrderTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long insert(List<String> items, int total) {
    GeneratedKeyHolder id = new GeneratedKeyHolder();
    jdbc.sql("insert into orders (items, total, status) values (?, ?, 'new')")
        .params(String.join(",", items), total)
        .update(id, "id");
    return id.getKeyAs(Long.class);
  }

  void setStatus(long id, String status) {
    jdbc.sql("update orders set status = ? where id = ?").params(status, id).update();
  }
}
