package dev.understudy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Fault;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7396) of a definition's full form: a null makes a field unknown, an array
 * replaces. Kept as a patch, so that other fields go on following what lies beneath. Immutable;
 * safe on any thread.
 */
public final class MergePatch {

  /** In the order in which they apply; more than one where no single patch says the same. */
  private final List<ObjectNode> steps;

  /**
   * A patch; the node is copied. {@code can} and {@code cannot} are kept as members of {@code
   * capabilities}.
   *
   * @throws InvalidModelException when it has {@code extends}, which would replace nothing: a patch
   *     changes what is there; and when the lists are not of capabilities, or it contradicts itself
   */
  public MergePatch(ObjectNode patch) {
    this(PatchFlags.spelledOut(patch));
    if (patch.has("extends")) {
      throw new InvalidModelException(
          List.of(Fault.of("extends", patch.get("extends"), "fields; only a whole model extends")));
    }
  }

  private MergePatch(List<ObjectNode> steps) {
    this.steps = steps;
  }

  /**
   * The patched definition. Fields that rules had filled in are left to the rules again, unless the
   * patch sets them; so are deviations of a latency that followed from its mean.
   *
   * @throws InvalidModelException with every fault of the result
   */
  public ModelDefinition applyTo(ModelDefinition base) {
    ObjectNode tree = Json.tree(base);
    tree.remove(base.derived());
    tree.remove("derived");
    if (tree.get("latency_profile") instanceof ObjectNode profile) {
      LatencyFields.dropUsualDeviations(profile);
    }
    steps.forEach(step -> merge(tree, step));
    return ModelReader.presetsOnly().read(tree);
  }

  /** This patch and then the later one, as one. */
  public MergePatch compose(MergePatch later) {
    List<ObjectNode> all = new ArrayList<>(steps);
    for (ObjectNode step : later.steps) {
      ObjectNode last = all.get(all.size() - 1);
      if (isSayable(last, step)) {
        all.set(all.size() - 1, composed(last, step));
      } else {
        all.add(step);
      }
    }
    return new MergePatch(List.copyOf(all));
  }

  /** The patches to apply one after the other, nearly always one; copies. */
  public List<ObjectNode> steps() {
    return steps.stream().map(ObjectNode::deepCopy).toList();
  }

  /**
   * The patch as JSON; a copy.
   *
   * @throws IllegalStateException for one composed of patches that no single one can say; {@link
   *     #steps} has them
   */
  public ObjectNode json() {
    if (steps.size() > 1) {
      throw new IllegalStateException("patch: " + steps.size() + " steps (expected: one)");
    }
    return steps.get(0).deepCopy();
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

  /**
   * False when the first patch drops or replaces what the second then makes an object of: a merge
   * patch merges into an object that is there, it cannot say "first empty it".
   */
  private static boolean isSayable(ObjectNode first, ObjectNode second) {
    for (var field : second.properties()) {
      JsonNode old = first.get(field.getKey());
      if (old != null && field.getValue() instanceof ObjectNode object) {
        if (!(old instanceof ObjectNode before) || !isSayable(before, object)) {
          return false;
        }
      }
    }
    return true;
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
    return other instanceof MergePatch that && steps.equals(that.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  @Override
  public String toString() {
    return steps.size() == 1 ? steps.get(0).toString() : steps.toString();
  }
}
