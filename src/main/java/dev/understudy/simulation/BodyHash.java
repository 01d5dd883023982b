package dev.understudy.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CanonicalBody} hash of a request, worked out when it is first asked for, which is
 * mostly on a worker. Safe on any thread, as the body is not changed any more.
 */
public final class BodyHash {

  private final JsonNode body;
  private volatile @Nullable String value;

  private BodyHash(JsonNode body, @Nullable String value) {
    this.body = body;
    this.value = value;
  }

  /** Of a parsed body. */
  public static BodyHash of(JsonNode body) {
    return new BodyHash(body, null);
  }

  /** One that is known, or any text that stands for a body. */
  public static BodyHash of(String value) {
    return new BodyHash(MissingNode.getInstance(), value);
  }

  /** The hash. */
  public String value() {
    String known = value;
    if (known == null) {
      known = CanonicalBody.hash(body);
      value = known;
    }
    return known;
  }
}
