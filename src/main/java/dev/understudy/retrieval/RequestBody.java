package dev.understudy.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Faults;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.BodyHash;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.wire.SimulationSettings;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A body that is being read, and what is wrong with it. Confined to one thread. */
final class RequestBody {

  private final ObjectNode json;
  private final Faults faults = new Faults();
  private final Fields fields;

  /** A body to be read. */
  RequestBody(ObjectNode json) {
    this.json = json;
    this.fields = new Fields(json, faults);
  }

  Fields fields() {
    return fields;
  }

  Faults faults() {
    return faults;
  }

  /** A field that must be there; null, and a fault, when it is not. */
  @Nullable JsonNode required(String name, String expected) {
    JsonNode value = fields.get(name);
    faults.require(value != null, name, null, expected);
    return value;
  }

  /**
   * The elements of an array, from one up to {@code most}; empty, and a fault, when it has others.
   *
   * @param reader makes of path and element what is wanted, or notes a fault and gives null
   */
  <T> List<T> elements(
      String name, JsonNode array, int most, BiFunction<String, JsonNode, @Nullable T> reader) {
    if (array.isEmpty() || array.size() > most) {
      faults.add(name, array.size() + " elements", "an array of 1 to %,d elements".formatted(most));
      return List.of();
    }
    return fields.list(name, reader);
  }

  /** A whole number within bounds; null when it is not given. */
  @Nullable Integer integer(String name, int least, String expected) {
    Integer value = fields.integer(name);
    faults.require(value == null || value >= least, name, value, expected);
    return value;
  }

  /**
   * Ends the reading with what requests of all kinds have.
   *
   * @param usualModel where none is named; null when one must be
   * @throws UnderstudyException INVALID_REQUEST with all that is wrong
   */
  RequestFields end(@Nullable String usualModel) {
    String model = fields.text("model");
    boolean named = fields.get("model") != null || usualModel != null;
    faults.require(named, "model", null, "the model's id");
    JsonNode user = fields.get("user");
    faults.require(user == null || user.isTextual(), "user", user, "a string");
    Long seed = fields.whole("seed");
    LatencyOverride latency = SimulationSettings.of(fields).latency();
    faults.refuseRequest();
    Set<String> ignored = new TreeSet<>(fields.others());
    return new RequestFields(
        Objects.requireNonNullElse(model, Objects.requireNonNullElse(usualModel, "")),
        seed,
        latency,
        ignored,
        BodyHash.of(json));
  }
}
