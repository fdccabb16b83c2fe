package io.sonde.instrumentation.logging;

import io.sonde.bootstrap.http.AccessLog;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Weave;

/**
 * SLF4J and Log4j 2: for whom the application works, which it says when it puts the user into the
 * diagnostic context. At the end of the request, when the access event is made, that is cleared.
 * Woven only where access events are switched on.
 */
@Instrumentation("access-log-user")
@Weave(
    types = {"org.slf4j.MDC", "org.apache.logging.log4j.ThreadContext"},
    methods = "put")
final class AccessLogUser {
  private AccessLogUser() {}

  @Enter
  static void enter(@Arg(0) String key, @Arg(1) String value) {
    AccessLog.contextPut(key, value);
  }
}
