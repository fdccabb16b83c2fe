package io.sonde.smoke.programs.faults;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Handles secrets as applications do: in cookies, parts, URLs and headers of calls, and JDBC. */
final class Secrets {
  private static final String URL = "jdbc:h2:mem:secrets;USER=S3CR3T-user;PASSWORD=S3CR3T-db";

  private Secrets() {}

  static void serve(HttpServletRequest request, HttpServletResponse response, HttpClient client)
      throws IOException, ServletException, InterruptedException, SQLException {
    response.addCookie(new Cookie("session", "S3CR3T-set-cookie"));
    StringBuilder answer = new StringBuilder(request.getMethod());
    if (request.getMethod().equals("POST")) {
      for (Part part : request.getParts()) {
        answer.append(' ').append(part.getName()).append('=').append(part.getSubmittedFileName());
      }
    }
    // SigV4 in the query, and a user with a password, which both clients leave out of the request.
    URI uri =
        URI.create(
            "http://user:S3CR3T-userinfo@127.0.0.1:"
                + request.getLocalPort()
                + "/called?X-Amz-Credential=S3CR3T-id&X-Amz-Signature=S3CR3T-signature");
    HttpRequest call =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer S3CR3T-bearer")
            .header("Proxy-Authorization", "Basic S3CR3T-proxy")
            .build();
    answer.append(' ').append(client.send(call, HttpResponse.BodyHandlers.ofString()).statusCode());
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("Proxy-Authorization", "Basic S3CR3T-proxy");
    answer.append(' ').append(connection.getResponseCode());
    connection.getInputStream().close();
    answer.append(' ').append(query());
    response.getWriter().print(answer);
  }

  private static int query() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        PreparedStatement statement =
            connection.prepareStatement("SELECT 'S3CR3T-literal', \"A\" FROM (SELECT ? AS A)")) {
      statement.setString(1, "S3CR3T-bound");
      statement.execute();
      connection
          .createStatement()
          .execute("CREATE USER IF NOT EXISTS BOB PASSWORD 'S3CR3T-identified'");
      return statement.getMaxRows();
    }
  }
}
