package dev.understudy.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CanonicalBody} hash of a request, worked out when it is first asked for, which is
 * mostly on a worker. From then on the body is let go of: as a tree it takes some ten times its
 * bytes. Safe on any thread, as the body is not changed any more.
 */
public final class BodyHash {

  private volatile JsonNode body;
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
    JsonNode hashed = body; // read first: it is let go of last
    String known = value;
    if (known == null) {
      known = CanonicalBody.hash(hashed);
      value = known;
      body = MissingNode.getInstance();
    }
    return known;
  }
}
