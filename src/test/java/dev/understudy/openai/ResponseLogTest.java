package dev.understudy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.ToolCall;
import dev.understudy.model.UnderstudyException;
import dev.understudy.wire.Medium;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long responses are kept. */
class ResponseLogTest {

  private static final Conversation SHORT = said(10);

  private static final Map<String, List<Message>> NO_ITEMS = Map.of();

  private long nowNanos;

  private static Conversation said(int characters) {
    return new Conversation(List.of(Message.of(Role.USER, "x".repeat(characters))), List.of());
  }

  private ResponseLog log(int responses, long bytes) {
    return new ResponseLog(
        new ResponseLog.Bounds(responses, bytes, Duration.ofNanos(100)), () -> nowNanos);
  }

  private static byte[] body(int bytes) {
    return new byte[bytes];
  }

  @Test
  void beyondTheCount_theFirstKeptGoesFirst() {
    ResponseLog log = log(2, 10_000);
    for (String id : List.of("a", "b", "c")) {
      log.keep(id, SHORT, NO_ITEMS, body(1));
    }

    assertThat(log.find("a")).isNull();
    assertThat(log.find("b")).isNotNull();
    assertThat(log.find("c")).isNotNull();
  }

  @Test
  void beyondTheBytes_theFirstKeptGoesFirst_andWhatIsTooLargeIsNotKept() {
    ResponseLog log = log(10, 300);
    log.keep("a", SHORT, NO_ITEMS, body(30)); // 120 for the message
    log.keep("b", SHORT, NO_ITEMS, body(30));
    assertThat(log.find("a")).isNotNull();
    log.keep("c", said(0), NO_ITEMS, body(1));
    assertThat(log.find("a")).isNull();
    log.keep("d", said(110), NO_ITEMS, body(0));

    assertThat(log.find("d")).isNull();
    assertThat(log.find("b")).isNotNull();
    assertThat(log.find("c")).isNotNull();
  }

  @Test
  void callsTheirIdsMediaAndItems_countToo() {
    String id = "i".repeat(1_000);
    List<Message> messages =
        List.of(Message.calling(new ToolCall(id, "f", "{}")), Message.result(id, ""));
    Conversation called = new Conversation(messages, List.of(new Medium.Video()));
    Map<String, List<Message>> items = Map.of("fc_a00", messages.subList(0, 1));
    int bytes = 2 * 2_003 + 100 * 4 + 200 + 30; // characters, objects, item, body

    ResponseLog large = log(10, bytes);
    large.keep("resp_a", called, items, body(30));
    assertThat(large.item("fc_a00")).isEqualTo(messages.subList(0, 1));
    assertThat(large.item("fc_a01")).isNull();
    ResponseLog small = log(10, bytes - 1);
    small.keep("resp_a", called, items, body(30));
    assertThat(small.find("resp_a")).isNull();
    assertThat(small.item("fc_a00")).isNull();
  }

  @Test
  void whatIsOld_isForgotten() {
    ResponseLog log = log(10, 200);
    log.keep("a", SHORT, NO_ITEMS, body(1));
    nowNanos = 100;
    assertThat(log.find("a")).isNotNull();
    nowNanos = 101;

    assertThat(log.find("a")).isNull();
    assertThatThrownBy(() -> log.body("a"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("Response with id 'a' not found");
  }

  @Test
  void theSameAgain_isKeptOnce_andLonger() {
    ResponseLog log = log(10, 145);
    log.keep("a", SHORT, NO_ITEMS, body(20));
    nowNanos = 60;
    log.keep("a", SHORT, NO_ITEMS, body(20));
    nowNanos = 150;

    assertThat(log.body("a")).hasSize(20);
    log.delete("a");
    assertThatThrownBy(() -> log.delete("a")).isInstanceOf(UnderstudyException.class);
    log.keep("b", SHORT, NO_ITEMS, body(25));
    assertThat(log.find("b")).isNotNull();
  }
}
