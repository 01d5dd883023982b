package dev.understudy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.model.UnderstudyException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long responses are kept. */
class ResponseLogTest {

  private static final Conversation SHORT = said(10);

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
      log.keep(id, SHORT, body(1));
    }

    assertThat(log.find("a")).isNull();
    assertThat(log.find("b")).isNotNull();
    assertThat(log.find("c")).isNotNull();
  }

  @Test
  void beyondTheBytes_theFirstKeptGoesFirst_andWhatIsTooLargeIsNotKept() {
    ResponseLog log = log(10, 300);
    log.keep("a", SHORT, body(30)); // 120 for the message
    log.keep("b", SHORT, body(30));
    assertThat(log.find("a")).isNotNull();
    log.keep("c", said(0), body(1));
    assertThat(log.find("a")).isNull();
    log.keep("d", said(110), body(0));

    assertThat(log.find("d")).isNull();
    assertThat(log.find("b")).isNotNull();
    assertThat(log.find("c")).isNotNull();
  }

  @Test
  void whatIsOld_isForgotten() {
    ResponseLog log = log(10, 200);
    log.keep("a", SHORT, body(1));
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
    log.keep("a", SHORT, body(20));
    nowNanos = 60;
    log.keep("a", SHORT, body(20));
    nowNanos = 150;

    assertThat(log.body("a")).hasSize(20);
    log.delete("a");
    assertThatThrownBy(() -> log.delete("a")).isInstanceOf(UnderstudyException.class);
    log.keep("b", SHORT, body(25));
    assertThat(log.find("b")).isNotNull();
  }
}
