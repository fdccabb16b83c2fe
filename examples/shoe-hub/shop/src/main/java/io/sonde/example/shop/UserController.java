package io.sonde.example.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Users, from Redis (through Lettuce) when it remembers them, from the database otherwise. */
@RestController
class UserController {
  private static final Logger log = LoggerFactory.getLogger(UserController.class);
  private static final Duration REMEMBERED = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final StringRedisTemplate redis;
  private final ObjectMapper json;

  UserController(JdbcClient jdbc, StringRedisTemplate redis, ObjectMapper json) {
    this.jdbc = jdbc;
    this.redis = redis;
    this.json = json;
  }

  record User(long id, String name, int shoeSize) {}

  @GetMapping("/api/users/{id}")
  ResponseEntity<User> user(@PathVariable long id) throws JsonProcessingException {
    String key = "user:" + id;
    String cached = redis.opsForValue().get(key);
    if (cached != null) {
      return ResponseEntity.ok(json.readValue(cached, User.class));
    }
    log.info("user {} is not in the cache", id);
    Optional<User> user =
        jdbc.sql("select id, name, shoe_size from users where id = ?")
            .param(id)
            .query(User.class)
            .optional();
    if (user.isPresent()) {
      redis.opsForValue().set(key, json.writeValueAsString(user.get()), REMEMBERED);
    }
    return ResponseEntity.of(user);
  }
}
