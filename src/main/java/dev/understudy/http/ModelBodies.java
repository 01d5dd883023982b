package dev.understudy.http;

import dev.understudy.registry.ModelEntry;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The encoded bodies of one model, made when they are first asked for and kept with its entry. Safe
 * on any thread: two that ask at once may both encode, to the same bytes.
 */
final class ModelBodies {

  private volatile @Nullable Encoded openAi;
  private volatile @Nullable Encoded full;

  private ModelBodies() {}

  /** The body of an entry of a registry's life. */
  static Encoded of(ModelEntry entry, String epoch, View view) {
    ModelBodies bodies = entry.attachment() instanceof ModelBodies kept ? kept : attach(entry);
    Encoded known = view == View.OPENAI ? bodies.openAi : bodies.full;
    return known != null ? known : bodies.encode(entry, epoch, view);
  }

  private static ModelBodies attach(ModelEntry entry) {
    ModelBodies bodies = new ModelBodies();
    entry.attach(bodies);
    return bodies;
  }

  private Encoded encode(ModelEntry entry, String epoch, View view) {
    Encoded encoded =
        new Encoded(
            Buffer.buffer(view.encode(entry.model())),
            ETag.of(epoch, entry.revision(), view.etagSuffix()));
    if (view == View.OPENAI) {
      openAi = encoded;
    } else {
      full = encoded;
    }
    return encoded;
  }
}
