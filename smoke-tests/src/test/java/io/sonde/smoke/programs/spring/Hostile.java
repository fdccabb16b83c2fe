package io.sonde.smoke.programs.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has script wherever a console shows text: route, SQL, log message, exception. */
@RestController
class Hostile {
  private static final Logger LOGGER = LoggerFactory.getLogger(Hostile.class);
  private static final String SCRIPT = "<img src=x onerror=window.ran=1>";

  private final JdbcTemplate users;

  Hostile(JdbcTemplate users) {
    this.users = users;
  }

  @GetMapping("/hostile/" + SCRIPT)
  String fail() {
    users.queryForObject(
        "SELECT name AS \"" + SCRIPT + "\" FROM users WHERE id = ?", String.class, 1);
    IllegalStateException failure = new IllegalStateException(SCRIPT);
    LOGGER.error("a message with {}", SCRIPT, failure);
    throw failure;
  }
}
