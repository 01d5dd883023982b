package dev.understudy.source;

import dev.understudy.model.Named;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A remote source and how it does. Immutable; safe on any thread.
 *
 * @param source what was said of it
 * @param configured true of one of the configuration, false of one that was added since
 * @param state how it does
 * @param models how many models it has
 * @param missing how many it has no longer, which stay, deprecated, for a while
 * @param lastSuccess when it was last read, or found to be as it was; null for never
 * @param lastChange when it last had other content; null for never
 * @param lastError why it could not be read when that last failed; null when it never did
 * @param lastErrorAt when that was
 * @param failures how often it has failed since it was last read
 * @param etag by which it is asked whether it has changed; null for none
 * @param lastModified the same, where it has no ETag
 * @param nextRun when it is fetched next by itself; null for never
 */
public record SourceStatus(
    SourceSpec source,
    boolean configured,
    State state,
    int models,
    int missing,
    @Nullable Instant lastSuccess,
    @Nullable Instant lastChange,
    @Nullable String lastError,
    @Nullable Instant lastErrorAt,
    int failures,
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable Instant nextRun) {

  /** How a source does. */
  public enum State implements Named {
    /** It was not read yet since the server started; its models are those that it had last. */
    WAITING,
    /** It was read when it was last asked. */
    OK,
    /** It could not be read when it was last asked; its models are those that it had last. */
    FAILING;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
