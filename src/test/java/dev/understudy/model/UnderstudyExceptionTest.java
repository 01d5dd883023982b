package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class UnderstudyExceptionTest {

  /**
   * A request that comes while the server stops finds threads that have ended: no fault of ours.
   */
  @Test
  void whatAnEndedThreadRefuses_isUnavailable() {
    ExecutorService ended = Executors.newSingleThreadExecutor();
    ended.shutdown();
    assertThat(told(() -> ended.execute(() -> {})).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(told(() -> Integer.parseInt("x")).code()).isEqualTo(ErrorCode.INTERNAL);
  }

  private static UnderstudyException told(Runnable task) {
    try {
      task.run();
      throw new AssertionError("it has not failed");
    } catch (RuntimeException failure) {
      return UnderstudyException.known(failure);
    }
  }
}
