package dev.understudy.source;

import dev.understudy.address.CheckedHosts;
import dev.understudy.address.ConnectFailure;
import dev.understudy.address.UserInfo;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One fetch over HTTP, redirects included. Confined to its event loop. */
final class HttpFetch {

  private static final int MOST_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient client;
  private final SourceTimers timers;
  private final Set<String> schemes;
  private final CheckedHosts hosts;
  private final SourceSpec spec;
  private final Fetched.Validators known;
  private final int attempt;
  private final Promise<Fetched> done = Promise.promise();
  private @Nullable HttpClientRequest request;
  private int redirects;

  HttpFetch(
      HttpClient client,
      SourceTimers timers,
      Set<String> schemes,
      CheckedHosts hosts,
      SourceSpec spec,
      Fetched.Validators known,
      int attempt) {
    this.client = client;
    this.timers = timers;
    this.schemes = schemes;
    this.hosts = hosts;
    this.spec = spec;
    this.known = known;
    this.attempt = attempt;
  }

  Future<Fetched> run() {
    Duration limit = Duration.ofSeconds(spec.timeoutSeconds());
    Runnable inTime = timers.after(limit, this::late);
    ask(spec.url());
    return done.future().onComplete(ended -> inTime.run());
  }

  private void late() {
    fail("not there after %d s (expected: whole by then)".formatted(spec.timeoutSeconds()));
  }

  /** Whatever comes after that is of no use. */
  private void fail(String why) {
    if (done.tryFail(SourceFailure.of(spec.url() + ": " + why)) && request != null) {
      request.reset();
    }
  }

  private void ask(String url) {
    hosts
        .request(URI.create(url), attempt)
        .compose(
            options ->
                done.future().isComplete()
                    ? Future.failedFuture("too late")
                    : client.request(options(options)))
        .compose(
            made -> {
              request = made;
              if (done.future().isComplete()) {
                made.reset(); // it took too long to connect
              }
              return made.send();
            })
        .onComplete(
            response -> answered(url, response),
            failure -> fail("cannot be fetched: " + ConnectFailure.reason(failure)));
  }

  private RequestOptions options(RequestOptions where) {
    RequestOptions options =
        where
            .setMethod(HttpMethod.GET)
            .setConnectTimeout(Duration.ofSeconds(spec.timeoutSeconds()).toMillis())
            .putHeader(HttpHeaders.ACCEPT, "application/json")
            .putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip")
            .putHeader(HttpHeaders.USER_AGENT, "understudy");
    if (known.etag() != null) {
      options.putHeader(HttpHeaders.IF_NONE_MATCH, known.etag());
    }
    if (known.lastModified() != null) {
      options.putHeader(HttpHeaders.IF_MODIFIED_SINCE, known.lastModified());
    }
    return options;
  }

  private void answered(String url, HttpClientResponse response) {
    response.exceptionHandler(cut -> {}); // of one that is not read to its end
    int status = response.statusCode();
    if (REDIRECTS.contains(status)) {
      redirect(url, response.getHeader(HttpHeaders.LOCATION));
    } else if (status == 304 && !known.equals(Fetched.Validators.NONE)) {
      done.tryComplete(Fetched.Unchanged.INSTANCE);
    } else if (status == 200) {
      read(response);
    } else {
      fail("answered %d %s (expected: 200)".formatted(status, response.statusMessage()));
    }
  }

  private void redirect(String url, @Nullable String location) {
    HttpClientRequest before = request;
    String target = location == null ? null : resolved(url, location);
    if (target == null || !mayLeadTo(target)) {
      fail(
          "leads to %s (expected: %s, and no user)"
              .formatted(
                  location == null ? "nowhere" : UserInfo.hidden(location),
                  String.join(", ", schemes)));
    } else if (++redirects > MOST_REDIRECTS) {
      fail("leads on and on (expected: at most %d redirects)".formatted(MOST_REDIRECTS));
    } else {
      request = null;
      if (before != null) {
        before.reset(); // its body is of no use
      }
      ask(target);
    }
  }

  /** A file is none of a server's business. */
  private boolean mayLeadTo(String target) {
    return !target.toLowerCase(Locale.ROOT).startsWith("file:")
        && SourceSpec.refusal(target, schemes) == null;
  }

  private static @Nullable String resolved(String url, String location) {
    try {
      return URI.create(url).resolve(location).toString();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void read(HttpClientResponse response) {
    String coding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
    boolean isGzip = "gzip".equalsIgnoreCase(coding);
    if (coding != null && !isGzip && !coding.equalsIgnoreCase("identity")) {
      fail("content-encoding: %s (expected: gzip, or none)".formatted(coding));
      return;
    }
    Buffer body = Buffer.buffer();
    response.exceptionHandler(
        cut -> fail("broke off after %d bytes: %s".formatted(body.length(), cut.getMessage())));
    response.endHandler(end -> complete(response, body, isGzip));
    response.handler(
        part -> {
          if (body.length() + (long) part.length() > spec.maxBytes()) {
            if (done.tryFail(SourceFetcher.tooLarge(spec.maxBytes())) && request != null) {
              request.reset();
            }
          } else {
            body.appendBuffer(part);
          }
        });
  }

  private void complete(HttpClientResponse response, Buffer body, boolean isGzip) {
    Fetched.Validators validators =
        new Fetched.Validators(
            response.getHeader(HttpHeaders.ETAG), response.getHeader(HttpHeaders.LAST_MODIFIED));
    done.tryComplete(new Fetched.Body(body, isGzip, validators));
  }
}
