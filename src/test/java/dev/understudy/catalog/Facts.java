package dev.understudy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The facts that the catalog was made from, held against it; tells every difference at once. */
final class Facts {

  private final JsonNode facts = TheCatalog.shared("catalog-facts.json");
  private final List<String> differences = new ArrayList<>();

  JsonNode all() {
    return facts;
  }

  /** Compares each fact with its model. */
  void eachModel(BiConsumer<JsonNode, ModelDefinition> check) {
    facts.forEach(fact -> check.accept(fact, TheCatalog.model(fact.get("id").textValue())));
    assertThat(differences).isEmpty();
  }

  /** The model as JSON, where a field that is unknown is null. */
  static JsonNode json(ModelDefinition model) {
    return Json.tree(model);
  }

  /** Notes a difference of values; what is missing is null, and 1 is 1.0. */
  void same(JsonNode fact, String field, @Nullable JsonNode known, @Nullable JsonNode is) {
    JsonNode left = orNull(known);
    JsonNode right = orNull(is);
    boolean numbers = left.isNumber() && right.isNumber();
    boolean equal =
        numbers ? left.decimalValue().compareTo(right.decimalValue()) == 0 : left.equals(right);
    check(fact, field, equal, left, right);
  }

  private static JsonNode orNull(@Nullable JsonNode node) {
    return node == null || node.isMissingNode() ? NullNode.getInstance() : node;
  }

  /** Notes a difference unless {@code same}. */
  void check(
      JsonNode fact, String field, boolean same, @Nullable Object known, @Nullable Object is) {
    if (!same) {
      differences.add(
          "%s: %s: %s (known: %s)".formatted(fact.get("id").textValue(), field, is, known));
    }
  }
}
