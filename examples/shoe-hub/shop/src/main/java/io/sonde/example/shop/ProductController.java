package io.sonde.example.shop;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import redis.clients.jedis.JedisPooled;

/** The catalogue, and how often it was looked at: a counter that Redis holds (through Jedis). */
@RestController
class ProductController {
  private final JdbcClient jdbc;
  private final JedisPooled redis;

  ProductController(JdbcClient jdbc, JedisPooled redis) {
    this.jdbc = jdbc;
    this.redis = redis;
  }

  record Product(String id, String name, int price) {}

  record Catalogue(long hits, List<Product> products) {}

  @GetMapping("/api/products")
  Catalogue products() {
    List<Product> products =
        jdbc.sql("select id, name, price from products order by id").query(Product.class).list();
    return new Catalogue(redis.incr("products:hits"), products);
  }
}
