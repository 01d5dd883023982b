package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.OnConflict;
import dev.understudy.store.Cause;
import dev.understudy.store.LogPosition;
import dev.understudy.store.LoggedEvent;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who follows the log misses nothing, whatever the bus does. */
class FollowingTest {

  @RegisterExtension static final TestServer server = new TestServer("store.url=memory");

  private final BlockingQueue<LoggedEvent> told = new LinkedBlockingQueue<>();

  private static LogPosition now() {
    return LogPosition.endOf(server.server().snapshot().revision().number());
  }

  private static void register(String... ids) throws Exception {
    List<ModelDefinition> models =
        List.of(ids).stream().map(id -> ModelDefinition.builder(id).build()).toList();
    server.client().registerAll(models, OnConflict.REPLACE).await(9, TimeUnit.SECONDS);
  }

  private List<String> subjects(int count) throws Exception {
    List<String> subjects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LoggedEvent event = told.poll(9, TimeUnit.SECONDS);
      assertThat(event).as("after " + subjects).isNotNull();
      subjects.add(event.event().subject());
    }
    return subjects;
  }

  @Test
  void whatWasBefore_andWhatComes_isToldOnceInOrder() throws Exception {
    LogPosition start = now();
    register("before-1", "before-2");
    Following following = server.client().follow(start, told::add);
    assertThat(subjects(2)).containsExactly("before-1", "before-2");
    register("after-1");
    register("after-2", "after-3");
    assertThat(subjects(3)).containsExactly("after-1", "after-2", "after-3");
    following.stop();
    Following next =
        server.client().follow(new LogPosition(now().revision(), 0), told::add); // within it
    assertThat(subjects(1)).containsExactly("after-3");
    next.stop();
    register("unheard");
    assertThat(told).isEmpty();
  }

  @Test
  void whatTheBusHasLost_isReadFromTheLog() throws Exception {
    Vertx elsewhere = server.vertx();
    Following following = server.client().follow(now(), told::add);
    register("lost-0");
    assertThat(subjects(1)).containsExactly("lost-0");
    BusServer bus = new BusServer(elsewhere);
    String epoch = server.server().snapshot().epoch();
    String[] many = IntStream.range(0, 1_200).mapToObj(i -> "lost/" + i).toArray(String[]::new);
    Revision far = new Revision(now().revision() + 40); // as if what is between had been lost
    bus.publish(new RegistryEvent(epoch, far, Instant.EPOCH, Cause.WRITE, List.of()));
    register(many);
    assertThat(subjects(1_200)).containsExactly(many);
    following.stop();
  }

  @Test
  void aPointThatIsNotThere_isAReset() throws Exception {
    CompletableFuture<UnderstudyException> reset = new CompletableFuture<>();
    LogPosition beyond = LogPosition.endOf(now().revision() + 1_000);
    Following following =
        server
            .client()
            .follow(
                beyond,
                new Follower() {
                  @Override
                  public void event(LoggedEvent event) {
                    told.add(event);
                  }

                  @Override
                  public void reset(UnderstudyException why) {
                    reset.complete(why);
                  }
                });
    UnderstudyException why = reset.get(9, TimeUnit.SECONDS);
    assertThat(why.code()).isEqualTo(ErrorCode.REVISION_COMPACTED);
    assertThat(why).hasMessageContaining("revision " + beyond.revision());
    assertThat(following.position()).isEqualTo(beyond);
    register("unheard-too");
    assertThat(told).isEmpty();
  }
}
