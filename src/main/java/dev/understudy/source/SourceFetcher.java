package dev.understudy.source;

import dev.understudy.address.CheckedHosts;
import dev.understudy.address.UserInfo;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Fetches what URLs have, within limits. Confined to the event loop that makes it. */
final class SourceFetcher {

  private final Vertx vertx;
  private final HttpClient client;
  private final SourceTimers timers;
  private final Set<String> schemes;
  private final CheckedHosts hosts;

  /**
   * A fetcher without a connection.
   *
   * @param timers by which time limits are kept
   * @param schemes of URLs, those of redirects too
   * @param hosts say where to connect to
   */
  SourceFetcher(Vertx vertx, SourceTimers timers, Set<String> schemes, CheckedHosts hosts) {
    this.vertx = vertx;
    this.timers = timers;
    this.schemes = schemes;
    this.hosts = hosts;
    // Sources are asked seldom: a connection that is kept has been closed by then.
    this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
  }

  /**
   * Fetches what a source has.
   *
   * @param known what is known of it; where it is so still, only that is answered
   * @param attempt the how-manieth, from 0; of several addresses each has its turn
   * @return fails with {@link UnderstudyException}, telling why
   */
  Future<Fetched> fetch(SourceSpec spec, Fetched.Validators known, int attempt) {
    String unfit = SourceSpec.refusal(spec.url(), schemes);
    if (unfit != null) {
      return Future.failedFuture(
          UnderstudyException.invalid("url", UserInfo.hidden(spec.url()), unfit));
    }
    URI uri = URI.create(spec.url());
    if (uri.getScheme().toLowerCase(Locale.ROOT).equals("file")) {
      return vertx.executeBlocking(() -> read(Path.of(uri), spec.maxBytes()), false);
    }
    return new HttpFetch(client, timers, schemes, hosts, spec, known, attempt).run();
  }

  private static Fetched read(Path file, int maxBytes) {
    if (!Files.isRegularFile(file)) { // a pipe would never come to an end
      throw SourceFailure.of("%s cannot be read (expected: a file)".formatted(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Fetched.Body(Buffer.buffer(atMost(maxBytes, in)), false, Fetched.Validators.NONE);
    } catch (IOException e) {
      throw SourceFailure.of("%s cannot be read: %s (expected: a file)".formatted(file, e));
    }
  }

  /**
   * Unpacks what was fetched, if it is packed. Takes its time; any thread.
   *
   * @throws UnderstudyException when it is too large, or not whole
   */
  static byte[] unpacked(Fetched.Body body, int maxBytes) {
    if (!body.isGzip()) {
      return body.bytes().getBytes();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body.bytes().getBytes()))) {
      return atMost(maxBytes, in);
    } catch (IOException e) {
      throw SourceFailure.of(
          "%d bytes that cannot be unpacked: %s (expected: gzip, as content-encoding says)"
              .formatted(body.bytes().length(), e.getMessage()));
    }
  }

  private static byte[] atMost(int maxBytes, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes);
    if (in.read() >= 0) {
      throw tooLarge(maxBytes);
    }
    return bytes;
  }

  static UnderstudyException tooLarge(int maxBytes) {
    return SourceFailure.of(
        "the content is too large (expected: at most %d bytes, max_bytes of the source)"
            .formatted(maxBytes));
  }

  /** Ends what is under way. */
  Future<Void> close() {
    return client.close();
  }
}
