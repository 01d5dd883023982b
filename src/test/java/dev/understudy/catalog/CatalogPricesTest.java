package dev.understudy.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Holds prices against the facts: a vendor's own prices and the offers of others are told apart,
 * and no price is made up. Skipped where the facts are missing.
 */
class CatalogPricesTest {

  private static final Map<String, String> COMPONENTS =
      Map.of(
          "audio_input_per_million", "million_audio_input_tokens",
          "audio_output_per_million", "million_audio_output_tokens",
          "per_minute_usd", "minute",
          "per_million_characters_usd", "million_characters",
          "input_per_image_usd", "output_image");

  private final Facts facts = new Facts();

  @Test
  void prices() {
    facts.eachModel(
        (fact, model) -> {
          JsonNode is = Facts.json(model).get("pricing");
          facts.check(
              fact, "pricing", fact.has("pricing") == is.isObject(), fact.get("pricing"), is);
          Map<String, JsonNode> units = new TreeMap<>();
          is.path("components").forEach(c -> units.put(c.get("unit").textValue(), c.get("amount")));
          fact.path("pricing")
              .properties()
              .forEach(
                  price -> {
                    String unit = COMPONENTS.get(price.getKey());
                    JsonNode amount = unit == null ? is.get(price.getKey()) : units.get(unit);
                    facts.same(fact, price.getKey(), price.getValue(), amount);
                  });
          int count = units.size();
          for (String rate : List.of("input", "output", "cached_input", "cache_write")) {
            count += is.path(rate + "_per_million").isNumber() ? 1 : 0;
            count += is.path("batch_" + rate + "_per_million").isNumber() ? 1 : 0;
          }
          facts.check(
              fact, "prices", count == fact.path("pricing").size(), fact.get("pricing"), is);
        });
  }

  @Test
  void offersOfOtherHosts() {
    facts.eachModel(
        (fact, model) -> {
          JsonNode offers = Facts.json(model).get("reference_offers");
          JsonNode known = fact.path("reference_pricing");
          facts.check(fact, "offers", known.size() == offers.size(), known, offers);
          for (int i = 0; i < Math.min(known.size(), offers.size()); i++) {
            for (String field : List.of("host", "input_per_million", "output_per_million")) {
              facts.same(fact, field, known.get(i).get(field), offers.get(i).get(field));
            }
            String key = known.get(i).get("key").textValue();
            String id = offers.get(i).get("model").asText();
            facts.check(fact, "offered model", key.endsWith(id), key, id);
          }
        });
  }
}
