package dev.understudy.catalog;

import dev.understudy.json.Fields;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A catalog file's table of how its models think when nobody asks them to: the effort by model id,
 * none for those that think only when asked. Immutable.
 *
 * @param efforts by model id
 */
record EffortTable(Map<String, ReasoningEffort> efforts) {

  /** Nothing is said of any model. */
  static final EffortTable EMPTY = new EffortTable(Map.of());

  /** Reads the table, each field of which is the id of a model. */
  static EffortTable read(Fields fields) {
    Map<String, ReasoningEffort> efforts = new LinkedHashMap<>();
    for (String id : fields.everything().keySet()) {
      ReasoningEffort effort = fields.named(id, ReasoningEffort.class);
      if (effort != null) {
        efforts.put(id, effort);
      }
    }
    return new EffortTable(efforts);
  }

  /** The model's latency, with the effort of the table as the usual one, if it has one. */
  @Nullable LatencyProfile latency(ModelDefinition model) {
    ReasoningEffort usual = efforts.get(model.id());
    if (usual == null) {
      return model.latencyProfile();
    }
    LatencyProfile known = model.latencyProfile();
    LatencyProfile profile =
        known != null ? known : LatencyPreset.ofSize(model.parameterCount()).profile();
    ThinkingTokens thinking = profile.thinkingTokens();
    return profile.withThinkingTokens(
        thinking == null ? ThinkingTokens.ofUsual(usual) : thinking.withUsual(usual));
  }
}
