package dev.understudy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Capability;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import java.util.List;

/**
 * The short form of capabilities in a patch. What {@code can} and {@code cannot} list is said as
 * members of {@code capabilities} instead, for only those compose with later patches.
 */
final class PatchFlags {

  private static final String CAPABILITIES = "capabilities";

  private PatchFlags() {}

  /**
   * The patch without the lists. It is two patches when it makes all capabilities unknown before it
   * lists some.
   *
   * @return new nodes
   * @throws InvalidModelException when a list is not one of capabilities, or the patch contradicts
   *     itself
   */
  static List<ObjectNode> spelledOut(ObjectNode patch) {
    Faults faults = new Faults();
    ObjectNode flags = flags(new Fields(patch, faults));
    ObjectNode rest = patch.deepCopy();
    rest.remove(List.of("can", "cannot"));
    JsonNode given = rest.get(CAPABILITIES);
    List<ObjectNode> steps = List.of(rest);
    if (given instanceof ObjectNode object) {
      refuseContradictions(object, flags, faults);
      object.setAll(flags);
    } else if (given == null && !flags.isEmpty()) {
      rest.set(CAPABILITIES, flags);
    } else if (given != null && given.isNull() && !flags.isEmpty()) {
      ObjectNode then = rest.objectNode();
      then.set(CAPABILITIES, flags);
      steps = List.of(rest, then);
    } else if (given != null && !given.isNull()) {
      faults.add(CAPABILITIES, given, "an object");
    }
    faults.throwIfAny();
    return steps;
  }

  private static ObjectNode flags(Fields fields) {
    ObjectNode flags = Json.mapper().createObjectNode();
    for (Capability capability : fields.namedList("can", Capability.class)) {
      flags.put(capability.jsonName(), true);
    }
    for (Capability capability : fields.namedList("cannot", Capability.class)) {
      String name = capability.jsonName();
      boolean once = !flags.path(name).asBoolean();
      fields.faults().require(once, "cannot", name, "what is not in can as well");
      flags.put(name, false);
    }
    return flags;
  }

  private static void refuseContradictions(ObjectNode given, ObjectNode flags, Faults faults) {
    for (var flag : flags.properties()) {
      JsonNode said = given.get(flag.getKey());
      faults.require(
          said == null || said.equals(flag.getValue()),
          CAPABILITIES + "." + flag.getKey(),
          said,
          flag.getValue() + ", as " + (flag.getValue().asBoolean() ? "can" : "cannot") + " has it");
    }
  }
}
