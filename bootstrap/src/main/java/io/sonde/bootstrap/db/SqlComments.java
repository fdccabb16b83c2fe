package io.sonde.bootstrap.db;

/** Where comments begin and end. */
final class SqlComments {
  private SqlComments() {}

  /** Whether one begins here. MySQL reads {@code 5--3} as a subtraction. */
  static boolean begins(SqlInput in) {
    switch (in.next(0)) {
      case '-':
        return in.next(1) == '-' && (!in.dialect.hashComments() || in.next(2) <= ' ');
      case '/':
        return in.next(1) == '*';
      case '#':
        return in.dialect.hashComments() || in.dialect.hashDoubtful();
      default:
        return false;
    }
  }

  /** Skips the comment that begins here; false when it is in doubt where it ends. */
  static boolean skip(SqlInput in) {
    char c = in.next(0);
    if (c == '/') {
      return skipBlock(in);
    }
    if (c == '#' && in.dialect.hashDoubtful()) {
      return false;
    }
    while (in.at < in.end && in.sql.charAt(in.at) != '\n' && in.sql.charAt(in.at) != '\r') {
      in.at++;
    }
    return true;
  }

  private static boolean skipBlock(SqlInput in) {
    int depth = 1;
    in.at += 2;
    while (in.at < in.end && depth > 0) {
      char c = in.sql.charAt(in.at);
      if (c == '*' && in.next(1) == '/') {
        depth--;
        in.at += 2;
      } else if (c == '/' && in.next(1) == '*') {
        if (in.dialect.nestingDoubtful()) {
          return false;
        }
        depth += in.dialect.nestedComments() ? 1 : 0;
        in.at += in.dialect.nestedComments() ? 2 : 1;
      } else {
        in.at++;
      }
    }
    return true;
  }
}
