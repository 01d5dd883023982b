package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.understudy.TestServer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A client that closes its side once it has asked, as load balancers and scripts do. */
class HalfClosedTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void isNoErrorOfTheServer() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(Errors.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      for (int i = 1; i <= 20; i++) {
        try (RawHttp half = new RawHttp(server)) {
          half.send(RawHttp.json("PUT", "/v1/models/half-" + i, "{\"context_window\":" + i + "}"));
          half.sendEnd();
          while (!half.isClosed()) {
            // an answer, where it was faster
          }
        }
      }
      api.json("{}").put("/v1/models/whole").then().statusCode(201);
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    for (int i = 1; i <= 20; i++) {
      assertThat(api.ok("/v1/models/half-" + i + "?view=full").get("context_window").asInt())
          .isEqualTo(i);
    }
  }
}
