package dev.understudy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7396) of a definition's full form: a null makes a field unknown, an array
 * replaces. Kept as a patch, so that other fields go on following what lies beneath. Immutable;
 * safe on any thread.
 */
public final class MergePatch {

  private final ObjectNode patch;

  /** A patch; the node is copied. */
  public MergePatch(ObjectNode patch) {
    this.patch = patch.deepCopy();
  }

  /**
   * The patched definition. Fields that rules had filled in are left to the rules again, unless the
   * patch sets them.
   *
   * @throws InvalidModelException with every fault of the result
   */
  public ModelDefinition applyTo(ModelDefinition base) {
    ObjectNode tree = Json.tree(base);
    tree.remove(base.derived());
    tree.remove("derived");
    ObjectNode merged = merge(tree, patch);
    return ModelReader.presetsOnly().read(merged);
  }

  /** This patch and then the later one, as one. */
  public MergePatch compose(MergePatch later) {
    return new MergePatch(composed(patch, later.patch));
  }

  /** The patch as JSON; a copy. */
  public ObjectNode json() {
    return patch.deepCopy();
  }

  private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    for (var field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value instanceof ObjectNode object) {
        JsonNode old = target.get(field.getKey());
        ObjectNode into = old instanceof ObjectNode node ? node : target.objectNode();
        target.set(field.getKey(), merge(into, object));
      } else {
        target.set(field.getKey(), value.deepCopy());
      }
    }
    return target;
  }

  /** As merging, but a null stays: it still has to reset what lies beneath. */
  private static ObjectNode composed(ObjectNode first, ObjectNode second) {
    ObjectNode result = first.deepCopy();
    for (var field : second.properties()) {
      JsonNode old = result.get(field.getKey());
      boolean both = old instanceof ObjectNode && field.getValue() instanceof ObjectNode;
      result.set(
          field.getKey(),
          both
              ? composed((ObjectNode) old, (ObjectNode) field.getValue())
              : field.getValue().deepCopy());
    }
    return result;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MergePatch that && patch.equals(that.patch);
  }

  @Override
  public int hashCode() {
    return patch.hashCode();
  }

  @Override
  public String toString() {
    return patch.toString();
  }
}
