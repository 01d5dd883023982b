package dev.understudy.store;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;

/** What is wrong with a store, as clients are told. */
final class StoreFailure {

  private StoreFailure() {}

  static UnderstudyException of(String message) {
    return new UnderstudyException(ErrorCode.STORE_UNAVAILABLE, message, null);
  }
}
