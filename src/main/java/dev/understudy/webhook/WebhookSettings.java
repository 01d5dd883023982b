package dev.understudy.webhook;

import dev.understudy.address.AddressRules;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How webhooks are told.
 *
 * @param most how many there may be
 * @param atOnce how many requests may be under way at once
 * @param timeout for one attempt
 * @param retry when it is tried again
 * @param keptAttempts how many attempts are kept of each
 * @param rules to which addresses messages are sent
 * @param key seals secrets, in Base64; null for that in the file
 * @param keyFile where it is; null where nothing outlives the server
 */
public record WebhookSettings(
    int most,
    int atOnce,
    Duration timeout,
    RetryPolicy retry,
    int keptAttempts,
    AddressRules rules,
    @Nullable String key,
    @Nullable Path keyFile) {

  /** Does not tell the key. */
  @Override
  public String toString() {
    return "WebhookSettings[most=" + most + ", atOnce=" + atOnce + "]";
  }
}
