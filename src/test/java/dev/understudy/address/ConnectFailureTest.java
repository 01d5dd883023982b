package dev.understudy.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectFailureTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reason_isTheSame_whateverConnects(boolean isNative) throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(isNative));
    NetClient client = vertx.createNetClient();
    String reason =
        client
            .connect(port, "127.0.0.1")
            .map(socket -> "connected")
            .otherwise(ConnectFailure::reason)
            .await(30, TimeUnit.SECONDS);
    vertx.close().await(30, TimeUnit.SECONDS);
    assertThat(reason).isEqualTo("Connection refused: /127.0.0.1:" + port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"finishConnect(..) failed: ", "connect(..) failed with error(-101): ", ""})
  void reason_hasNoWordsOfNetty(String before) {
    Throwable failure = new ConnectException(before + "Network is unreachable: a.example:1");
    assertThat(ConnectFailure.reason(failure)).isEqualTo("Network is unreachable: a.example:1");
  }
}
