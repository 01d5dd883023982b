package dev.understudy.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.RegistryEvent;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.store.Cause;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a fetch of a source does. */
class SourceRefreshTest extends SourceFixture {

  private SourceSpec acme() {
    return SourceSpec.of("acme", remote.url()).withIntervalSeconds(600);
  }

  /** A server that has taken these models. */
  private void startWith(String... models) throws Exception {
    remote.has(catalog("acme", models), "\"1\"");
    start(acme());
    await(sources.refresh("acme"));
    nextOfSource();
  }

  @Test
  void content_isTakenAsOneRevision() throws Exception {
    remote.has(catalog("acme", "one", "two=Second"), "\"1\"");
    start(acme());
    RegistryEvent write = nextOfSource();
    assertThat(told(write))
        .containsExactly("model.added one", "model.added two", "source.updated acme");
    assertThat(write.cause()).isEqualTo(Cause.SOURCE);
    Event updated = write.events().get(2);
    assertThat(String.valueOf(updated.details()))
        .isEqualTo(
            "{\"url\":\"%s\",\"added\":2,\"updated\":0,\"deprecated\":0,\"removed\":0}"
                .formatted(remote.url()));
    assertThat(there("two").origin()).isEqualTo(Origin.source("acme"));
    assertThat(there("two").provider()).isEqualTo("acme");
    assertThat(name("filed")).isEqualTo("As it was");
    SourceStatus status = await(sources.refresh("acme")).source();
    assertThat(status.state()).isEqualTo(SourceStatus.State.OK);
    assertThat(status.models()).isEqualTo(2);
    assertThat(status.etag()).isEqualTo("\"1\"");
    assertThat(status.lastSuccess()).isEqualTo(NOW);
    assertThat(status.lastError()).isNull();
    assertThat(status.nextRun()).isBetween(NOW.plusSeconds(540), NOW.plusSeconds(660));
  }

  @Test
  void unchanged_isASuccessWithoutARevision() throws Exception {
    startWith("one");
    long before = revision();
    remote.requests.clear();
    now = NOW.plusSeconds(60);
    SourceRefresh again = await(sources.refresh("acme"));
    assertThat(again.changed()).isFalse();
    assertThat(again.source().lastSuccess()).isEqualTo(now);
    assertThat(again.source().lastChange()).isEqualTo(NOW);
    assertThat(remote.nextRequest().getHeader("if-none-match")).isEqualTo("\"1\"");
    remote.has(catalog("acme", "one"), "\"2\""); // the same by another tag
    assertThat(await(sources.refresh("acme")).source().etag()).isEqualTo("\"2\"");
    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void lastModified_isAskedBy_whereThereIsNoTag() throws Exception {
    String time = "Mon, 23 Nov 2026 10:00:00 GMT";
    remote.answers(
        request ->
            request
                .response()
                .putHeader("last-modified", time)
                .setStatusCode(time.equals(request.getHeader("if-modified-since")) ? 304 : 200)
                .end(catalog("acme", "one")));
    start(acme());
    assertThat(await(sources.refresh("acme")).source().lastModified()).isEqualTo(time);
    remote.requests.clear();
    assertThat(await(sources.refresh("acme")).changed()).isFalse();
    assertThat(remote.nextRequest().getHeader("if-modified-since")).isEqualTo(time);
  }

  @Test
  void failure_isToldOnce_untilItIsBack() throws Exception {
    startWith("one");
    for (int times = 0; times < 2; times++) {
      remote.answersStatus(500);
      assertThat(refused(sources.refresh("acme")).message()).contains("answered 500");
      RegistryEvent failed = nextOfSource();
      assertThat(told(failed)).containsExactly("source.failed acme");
      assertThat(String.valueOf(failed.events().get(0).details()))
          .contains("answered 500")
          .contains("source_failed");
      long told = revision();
      assertThat(code(sources.refresh("acme"))).isEqualTo(ErrorCode.SOURCE_FAILED);
      assertThat(revision()).isEqualTo(told);
      SourceStatus failing = await(sources.get("acme"));
      assertThat(failing.state()).isEqualTo(SourceStatus.State.FAILING);
      assertThat(failing.failures()).isEqualTo(2);
      assertThat(failing.lastError()).contains("answered 500");
      assertThat(name("one")).isEqualTo("As it was");
      remote.has(catalog("acme", "one"), "\"1\"");
      SourceStatus back = await(sources.refresh("acme")).source();
      assertThat(back.state()).isEqualTo(SourceStatus.State.OK);
      assertThat(back.failures()).isZero();
    }
  }

  @Test
  void slowOne_isGivenUpAfterItsTime() throws Exception {
    startWith("one");
    Promise<Void> closed = Promise.promise();
    remote.answers(
        request -> {
          request.connection().closeHandler(closed::tryComplete);
          request.response().setChunked(true).write("{\"provider\":");
        });
    remote.requests.clear();
    Future<SourceRefresh> slow = sources.refresh("acme");
    remote.nextRequest();
    timers.fire(Duration.ofSeconds(30), Duration.ofSeconds(30));
    assertThat(refused(slow).message()).contains("not there after 30 s");
    await(closed.future()); // nothing is left open
    assertThat(name("one")).isEqualTo("As it was");
  }

  @Test
  void tooMuch_isRefused_packedOrNot() throws Exception {
    start();
    String large = catalog("acme", "one=" + "x".repeat(5_000));
    remote.has(large);
    await(sources.add(acme().withMaxBytes(4_096)));
    for (boolean isPacked : new boolean[] {false, true}) {
      if (isPacked) {
        remote.hasPacked(RemoteServer.packed(large));
      } else {
        remote.has(large);
      }
      assertThat(refused(sources.forceRefresh("acme")).message())
          .contains("too large (expected: at most 4096 bytes");
    }
    remote.hasPacked(RemoteServer.packed(catalog("acme", "one=" + "x".repeat(100))));
    assertThat(await(sources.forceRefresh("acme")).diff().added()).containsExactly("one");
    assertThat(RemoteServer.packed(large).length()).isLessThan(4_096);
  }

  @Test
  void garbage_isRefusedWhole_asOfACatalog() throws Exception {
    startWith("one");
    long before = revision();
    String[][] bad = {
      {"<html>", "acme: line 1, column 1: Unexpected character"},
      {"", "expected: a catalog file, or a list of models"},
      {"7", "expected: a catalog file, or a list of models"},
      {"{\"models\":[]}", "provider"},
      {
        "{\"provider\":\"acme\",\"models\":[{\"id\":\"one\"},{\"id\":\"two\",\"created\":-1}]}",
        "acme: two: created: -1 (expected:"
      },
      {"[{\"id\":\"one\"},{\"id\":\"one\"}]", "acme: one: id: one (expected: an id of its own"},
      {"{\"object\":\"list\",\"data\":[],\"has_more\":true}", "has_more"},
    };
    for (String[] each : bad) {
      remote.has(each[0]);
      assertThat(refused(sources.refresh("acme")).message()).contains(each[1]);
    }
    assertThat(revision()).isEqualTo(before + 1); // source.failed
    assertThat(name("one")).isEqualTo("As it was");
    assertThat(isGone("two")).isTrue();
  }

  @Test
  void half_isRefused() throws Exception {
    startWith("one");
    String json = catalog("acme", "one", "two");
    remote.answers(
        request -> {
          request.response().putHeader("content-length", String.valueOf(json.length()));
          request
              .response()
              .write(json.substring(0, 20))
              .onComplete(written -> request.connection().close());
        });
    assertThat(refused(sources.refresh("acme")).message()).contains("broke off after 20 bytes");
    remote.hasPacked(RemoteServer.packed(json).slice(0, 40));
    assertThat(refused(sources.refresh("acme")).message()).contains("cannot be unpacked");
    assertThat(isGone("two")).isTrue();
  }

  @Test
  void shrunkContent_isRefused_unlessForced() throws Exception {
    startWith("a", "b", "c");
    remote.has(catalog("acme", "a"));
    assertThat(code(sources.refresh("acme"))).isEqualTo(ErrorCode.SOURCE_SHRUNK);
    assertThat(await(sources.get("acme")).lastError()).contains("2 of 3 models are gone");
    assertThat(there("b").status()).isNotEqualTo(ModelStatus.DEPRECATED);
    remote.has(catalog("acme", "a", "b", "new")); // a third may go
    assertThat(await(sources.preview("acme")).diff().deprecated()).containsExactly("c");
    remote.has(catalog("acme", "a"));
    SourceRefresh forced = await(sources.forceRefresh("acme"));
    assertThat(forced.diff().deprecated()).containsExactly("b", "c");
    assertThat(there("b").status()).isEqualTo(ModelStatus.DEPRECATED);
    assertThat(forced.source().models()).isEqualTo(1);
    assertThat(forced.source().missing()).isEqualTo(2);
  }

  @Test
  void dryRun_tellsTheDiff_andLeavesNoTrace() throws Exception {
    startWith("same", "changed", "dropped");
    long before = revision();
    remote.has(catalog("acme", "same", "changed=Now so", "added"), "\"2\"");
    SourceRefresh preview = await(sources.preview("acme"));
    assertThat(preview.dryRun()).isTrue();
    assertThat(preview.changed()).isTrue();
    assertThat(preview.diff().added()).containsExactly("added");
    assertThat(preview.diff().updated())
        .containsExactly(new SourceDiff.Updated("changed", List.of("name")));
    assertThat(preview.diff().deprecated()).containsExactly("dropped");
    assertThat(preview.source().etag()).isEqualTo("\"1\"");
    remote.answersStatus(500);
    assertThat(code(sources.preview("acme"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    assertThat(await(sources.get("acme")).state()).isEqualTo(SourceStatus.State.OK);
    assertThat(revision()).isEqualTo(before);
    assertThat(name("changed")).isEqualTo("As it was");
  }

  @Test
  void clashOfNames_isRefusedWhole_alsoInADryRun() throws Exception {
    startWith("one");
    remote.has(
        "{\"provider\":\"acme\",\"models\":[{\"id\":\"one\"},{\"id\":\"two\",\"aliases\":[\"filed\"]}]}");
    assertThat(code(sources.preview("acme"))).isEqualTo(ErrorCode.NAME_CONFLICT);
    assertThat(code(sources.refresh("acme"))).isEqualTo(ErrorCode.NAME_CONFLICT);
    assertThat(await(sources.get("acme")).lastError()).contains("filed");
    assertThat(isGone("two")).isTrue();
    assertThat(name("one")).isEqualTo("As it was");
  }

  @Test
  void redirects_areFollowed_threeAtMost_andToNoFile() throws Exception {
    start();
    remote.answers(
        request -> {
          int left = Integer.parseInt(request.path().substring(1));
          if (left == 0) {
            request.response().end(catalog("acme", "one"));
          } else {
            String next = left == 9 ? "file:///etc/hostname" : "/" + (left - 1);
            request.response().setStatusCode(302).putHeader("location", next).end("elsewhere");
          }
        });
    assertThat(await(sources.fromUrl("three", remote.url("/3"))).models()).isEqualTo(1);
    assertThat(refused(sources.fromUrl("four", remote.url("/4"))).message())
        .contains("at most 3 redirects");
    assertThat(refused(sources.fromUrl("file", remote.url("/9"))).message())
        .contains("leads to file:///etc/hostname");
  }

  @Test
  void contentOfNoProvider_isTheSourcesFault() throws Exception {
    startWith("one");
    remote.has("{\"models\":[{\"id\":\"two\"}]}");
    UnderstudyException refused = refused(sources.refresh("acme"));
    assertThat(refused.code()).isEqualTo(ErrorCode.SOURCE_FAILED);
    assertThat(refused.message()).startsWith("acme: provider");
  }

  @Test
  void noMessage_showsAPassword() throws Exception {
    start();
    String withUser = remote.url("/").replace("//", "//me:secret@");
    remote.answers(
        request ->
            request.response().setStatusCode(302).putHeader("location", withUser).end("elsewhere"));
    assertThat(refused(sources.fromUrl("user", withUser)).message()).doesNotContain("secret");
    assertThat(refused(sources.fromUrl("led", remote.url("/"))).message())
        .contains("leads to ")
        .doesNotContain("secret");
  }

  @Test
  void oneFetchAtATime() throws Exception {
    startWith("one");
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    remote.answers(
        request -> {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          vertx.runOnContext(
              later -> {
                open.decrementAndGet();
                request.response().end(catalog("acme", "one"));
              });
        });
    await(
        Future.all(
            sources.refresh("acme"),
            sources.forceRefresh("acme"),
            sources.preview("acme"),
            sources.refresh("acme", true, true)));
    assertThat(most).hasValue(1);
  }

  @Test
  void interval_fetchesAgain_andAFailureSooner() throws Exception {
    startWith("one");
    remote.has(catalog("acme", "one", "two"), "\"2\"");
    timers.fire(Duration.ofMinutes(9), Duration.ofMinutes(11));
    assertThat(told(nextOfSource())).contains("model.added two");
    remote.answersStatus(503);
    assertThat(code(sources.refresh("acme"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    assertThat(await(sources.get("acme")).nextRun())
        .isBetween(NOW.plusSeconds(27), NOW.plusSeconds(33));
    assertThat(timers.delays()).hasSize(1);
  }

  @Test
  void stop_doesNotWaitForASlowSource() throws Exception {
    startWith("one");
    remote.answers(request -> {});
    remote.requests.clear();
    Future<SourceRefresh> slow = sources.refresh("acme");
    remote.nextRequest();
    stop();
    assertThat(slow.isComplete()).isTrue();
    assertThat(timers.delays()).isEmpty();
  }
}
