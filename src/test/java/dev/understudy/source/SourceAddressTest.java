package dev.understudy.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.address.AddressRules;
import dev.understudy.address.CheckedHosts;
import dev.understudy.address.HostResolver;
import dev.understudy.model.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing is fetched from an address that is not of the public internet, unless it is allowed. */
class SourceAddressTest extends SourceFixture {

  private static Future<List<InetAddress>> addresses(String... literals) {
    return Future.succeededFuture(Arrays.stream(literals).map(SourceAddressTest::address).toList());
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private SourceFetcher fetcher(HostResolver resolver, String... allowed) {
    CheckedHosts hosts =
        new CheckedHosts(resolver, new AddressRules("sources_allow", List.of(allowed)));
    return new SourceFetcher(vertx, timers, Set.of("http"), hosts);
  }

  private Future<Fetched> fetch(SourceFetcher fetcher, int attempt) {
    SourceSpec spec = SourceSpec.of("acme", remote.url().replace("127.0.0.1", "models.invalid"));
    Promise<Fetched> done = Promise.promise();
    vertx.runOnContext(
        run -> fetcher.fetch(spec, Fetched.Validators.NONE, attempt).onComplete(done));
    return done.future();
  }

  @Test
  void loopback_isRefused_withTheSettingThatAllowsIt() throws Exception {
    allow = "none";
    remote.has(catalog("acme", "one"));
    start(SourceSpec.of("acme", remote.url()));
    assertThat(refused(sources.refresh("acme")).code()).isEqualTo(ErrorCode.SOURCE_FAILED);
    assertThat(await(sources.get("acme")).lastError())
        .isEqualTo(
            remote.url()
                + ": cannot be fetched: 127.0.0.1 is at 127.0.0.1, which is loopback (expected: an"
                + " address of the public internet, or one that sources_allow names)");
    assertThat(remote.requests).isEmpty();
  }

  @Test
  void redirect_isCheckedToo() throws Exception {
    start();
    String metadata = "http://169.254.169.254/latest/meta-data/";
    remote.answers(
        request -> request.response().setStatusCode(302).putHeader("location", metadata).end());
    assertThat(refused(sources.fromUrl("acme", remote.url())).message())
        .contains("169.254.169.254 is at 169.254.169.254, which is link-local");
  }

  /** No name server knows it: who connected must have used what was resolved. */
  @Test
  void theName_isLookedUpOnce_andStaysInTheHostHeader() throws Exception {
    remote.has(catalog("acme", "one"));
    List<String> asked = new ArrayList<>();
    SourceFetcher fetcher =
        fetcher(
            host -> {
              asked.add(host);
              return addresses(asked.size() == 1 ? "127.0.0.1" : "127.0.0.2");
            },
            "127.0.0.1");
    assertThat(await(fetch(fetcher, 0))).isInstanceOf(Fetched.Body.class);
    assertThat(asked).containsExactly("models.invalid");
    assertThat(remote.nextRequest().getHeader("host")).startsWith("models.invalid:");
    assertThat(refused(fetch(fetcher, 0)).message()) // what a name means may change
        .contains("models.invalid is at 127.0.0.2, which is loopback");
    assertThat(remote.requests).isEmpty();
  }

  /** Nobody listens on the second. */
  @Test
  void severalAddresses_takeTurns_andOneBadOneIsEnough() throws Exception {
    remote.has(catalog("acme", "one"));
    SourceFetcher fetcher = fetcher(host -> addresses("127.0.0.1", "127.9.9.9"), "127.0.0.0/8");
    assertThat(await(fetch(fetcher, 0))).isInstanceOf(Fetched.Body.class);
    assertThat(refused(fetch(fetcher, 1)).message()).contains("cannot be fetched");
    assertThat(await(fetch(fetcher, 2))).isInstanceOf(Fetched.Body.class);
    SourceFetcher strict = fetcher(host -> addresses("8.8.8.8", "10.0.0.1"));
    assertThat(refused(fetch(strict, 0)).message()).contains("10.0.0.1, which is private");
  }

  /** Its time limit ends what waits for a name server; what comes of it then is of no use. */
  @Test
  void slowLookup_countsAgainstTheTimeLimit() throws Exception {
    Promise<List<InetAddress>> later = Promise.promise();
    SourceFetcher fetcher = fetcher(host -> later.future(), "127.0.0.1");
    Future<Fetched> slow = fetch(fetcher, 0);
    until(() -> !timers.delays().isEmpty());
    timers.fire(Duration.ofSeconds(30), Duration.ofSeconds(30));
    assertThat(refused(slow).message()).contains("not there after 30 s");
    later.complete(List.of(address("127.0.0.1")));
    remote.has(catalog("acme", "one"));
    await(fetch(fetcher, 0));
    assertThat(remote.requests).hasSize(1);
  }
}
