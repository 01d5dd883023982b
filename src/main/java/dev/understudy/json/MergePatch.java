package dev.understudy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Named;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7396) of a definition. Immutable; safe on any thread. The registry's own
 * stand-in until the json package has its full form: it knows the few fields that tests patch.
 */
public final class MergePatch {

  private final ObjectNode patch;

  /** A patch of that content. */
  public MergePatch(ObjectNode patch) {
    this.patch = patch.deepCopy();
  }

  /** The definition with the patch applied. */
  public ModelDefinition applyTo(ModelDefinition base) {
    ModelDefinition.Builder b = base.toBuilder();
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              switch (field.getKey()) {
                case "id" -> b.id(value.asText());
                case "name" -> b.name(text(value));
                case "description" -> b.description(text(value));
                case "family" -> b.family(text(value));
                case "context_window" -> b.contextWindow(number(value));
                case "max_output_tokens" -> b.maxOutputTokens(number(value));
                case "status" ->
                    b.status(value.isNull() ? null : Named.find(ModelStatus.class, value.asText()));
                case "aliases" -> b.aliases(aliases(value));
                default -> throw new IllegalArgumentException(field.getKey());
              }
            });
    return b.build();
  }

  private static @Nullable String text(JsonNode value) {
    return value.isNull() ? null : value.asText();
  }

  private static @Nullable Integer number(JsonNode value) {
    return value.isNull() ? null : value.intValue();
  }

  private static List<ModelAlias> aliases(JsonNode value) {
    List<ModelAlias> aliases = new ArrayList<>();
    value.forEach(name -> aliases.add(ModelAlias.of(name.asText())));
    return aliases;
  }

  /** One patch that does what this and then the other do. */
  public MergePatch compose(MergePatch later) {
    ObjectNode composed = patch.deepCopy();
    composed.setAll(later.patch);
    return new MergePatch(composed);
  }
}
