package io.sonde.smoke.programs;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.HeaderGetter;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** The two HTTP clients of the JDK, {@code java} or {@code url}, driven as the suite wants it. */
public final class HttpClients {
  private static final String FOREIGN = "00-11111111111111111111111111111111-2222222222222222-01";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

  private HttpClients() {}

  private interface Send {
    int send(String verb, String url) throws Exception;
  }

  /** Stands for a request that is being served. */
  private static final class Request extends Span {
    Request(String trace, String baggage) {
      super(
          SERVER,
          null,
          Propagation.extract(
              "",
              new HeaderGetter<String>() {
                @Override
                public String header(String carrier, String name) {
                  return name.equals("traceparent")
                      ? trace
                      : name.equals("baggage") ? baggage : null;
                }
              }),
          null);
    }

    @Override
    public String name() {
      return "inside";
    }

    @Override
    protected void attributes(AttributeVisitor to) {
      to.set("url.full", "");
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    Send client =
        args[0].equals("java") ? (verb, url) -> java(verb, url, in) : HttpClients::connection;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      String result;
      Request request = null;
      if (words[1].equals("INSIDE")) {
        request =
            new Request(
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "customer=42,tier=gold");
        request.activate();
      }
      try {
        result = Integer.toString(client.send(words[1], words[2]));
      } catch (Exception e) {
        result = e.getClass().getSimpleName();
      }
      if (request != null) {
        request.deactivate();
        request.end();
      }
      System.out.println(words[0] + " " + result);
    }
  }

  private static int java(String verb, String url, BufferedReader in) throws Exception {
    // It refuses URLs with user info in the Host header only; the URI may have it.
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url));
    if (verb.equals("POST")) {
      builder.POST(HttpRequest.BodyPublishers.ofString("body"));
    } else if (verb.equals("FOREIGN")) {
      builder.header("traceparent", FOREIGN);
    }
    HttpRequest request = builder.build();
    HttpResponse<String> response;
    if (verb.equals("ASYNC") || verb.equals("CANCEL")) {
      var future = CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      if (verb.equals("CANCEL")) {
        in.readLine();
        future.cancel(true);
      }
      try {
        response = future.get();
      } catch (CancellationException e) {
        throw e;
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    } else {
      response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
    if (!response.body().equals("body")) {
      throw new AssertionError(response.body());
    }
    boolean redirected = response.previousResponse().isPresent();
    if (!redirected && !response.request().equals(request)) {
      throw new AssertionError("not the request that was sent: " + response.request().headers());
    }
    return response.statusCode();
  }

  private static int connection(String verb, String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    if (verb.equals("POST")) {
      connection.setDoOutput(true);
      connection.getOutputStream().write("body".getBytes());
    } else if (verb.equals("FOREIGN")) {
      connection.setRequestProperty("traceparent", FOREIGN);
      connection.connect();
    }
    int status = connection.getResponseCode();
    var body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (!new String(body.readAllBytes()).equals("body")) {
      throw new AssertionError("another body");
    }
    connection.getHeaderField("Date");
    return status;
  }
}
