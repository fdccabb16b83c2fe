package io.sonde.smoke.programs.spring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.exceptions.JedisDataException;

@RestController
class Routes {
  private static final Logger LOGGER = LoggerFactory.getLogger(Routes.class);

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final HttpClient client = HttpClient.newHttpClient();
  private final JdbcTemplate users;
  private final JdbcTemplate shoes;
  private final StringRedisTemplate lettuce;
  private final JedisPool jedis;

  Routes(
      JdbcTemplate users, Application.Memory memory, StringRedisTemplate lettuce, JedisPool jedis) {
    this.users = users;
    this.shoes = memory.template;
    this.lettuce = lettuce;
    this.jedis = jedis;
  }

  @GetMapping("/users/{id}")
  String user(@PathVariable("id") int id) {
    LOGGER.info("looking for user {}", id);
    return users.queryForObject("SELECT name FROM users WHERE id = ?", String.class, id);
  }

  @GetMapping("/shoes/{id}")
  String shoe(@PathVariable("id") int id) {
    return shoes.queryForObject("SELECT name FROM shoes WHERE id = ?", String.class, id);
  }

  @GetMapping("/lettuce/{key}")
  String lettuce(@PathVariable("key") String key) {
    lettuce.opsForValue().set(key, "secret-value");
    return lettuce.opsForValue().get(key);
  }

  @GetMapping("/jedis/{key}")
  String jedis(@PathVariable("key") String key) {
    try (Jedis connection = jedis.getResource()) {
      connection.set(key, "secret-value");
      return connection.get(key);
    }
  }

  @GetMapping("/async/{id}")
  DeferredResult<String> async(@PathVariable("id") int id) {
    DeferredResult<String> result = new DeferredResult<>();
    threads.execute(
        () -> {
          LOGGER.warn("on another thread");
          result.setResult("later " + id);
        });
    return result;
  }

  /** Both databases refuse what they are asked. */
  @GetMapping("/refused")
  String refused() {
    try (Jedis connection = jedis.getResource()) {
      connection.set("text", "no number");
      connection.incr("text");
    } catch (JedisDataException expected) {
      shoes.queryForList("SELECT size FROM nowhere");
    }
    return "not refused";
  }

  @GetMapping("/boom")
  String boom() {
    throw new IllegalStateException("boom");
  }

  /** Says for whom it works while it does, and logs nothing. */
  @GetMapping("/orders/{user}")
  ResponseEntity<String> orders(@PathVariable("user") String user) {
    MDC.put("user_id", user);
    try {
      return ResponseEntity.status(user.equals("user123") ? 500 : 200).body("orders");
    } finally {
      MDC.remove("user_id");
    }
  }

  @GetMapping("/gone/{id}")
  ResponseEntity<String> gone() {
    return ResponseEntity.status(404).body("gone");
  }

  @GetMapping("/api/users")
  ResponseEntity<String> apiUsers(@RequestParam(name = "status", defaultValue = "200") int status) {
    LOGGER.error("users are asked for, status {}", status);
    return ResponseEntity.status(status).body("[]");
  }

  @PostMapping("/api/users")
  ResponseEntity<String> newApiUser() {
    return ResponseEntity.status(201).body("{}");
  }

  /** Calls this application once more. */
  @GetMapping("/chain/{port}")
  String chain(@PathVariable("port") int port) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/users/1");
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return "chain of " + client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
