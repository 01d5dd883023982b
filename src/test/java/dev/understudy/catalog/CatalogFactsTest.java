package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.BY_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import dev.understudy.model.AliasKind;
import dev.understudy.model.Capability;
import dev.understudy.model.Modality;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds the catalog against the facts that it was made from: what is known is there as it is known,
 * and what is unknown stays unknown. Skipped where the facts are missing.
 */
class CatalogFactsTest {

  /** Facts whose field has the same name and value. */
  private static final List<String> PLAIN =
      List.of(
          "name",
          "owned_by",
          "provider",
          "open_weights",
          "license",
          "context_window",
          "max_output_tokens",
          "embedding_dimensions",
          "parameter_count",
          "base_model",
          "training_data_cutoff");

  private static final List<String> DAYS =
      List.of("release_date", "deprecation_date", "retirement_date");

  private static final List<String> IN_METADATA =
      List.of("reliable_knowledge_cutoff", "teacher", "points_to");

  private static final Map<String, Capability> RENAMED =
      Map.of(
          "audio_transcription", Capability.TRANSCRIPTION,
          "audio_speech", Capability.SPEECH,
          "logprobs", Capability.SUPPORTS_LOGPROBS);

  /** What the vendor has said since; the catalog names where. */
  private static final Set<String> LATER = Set.of("claude-sonnet-4-6.max_output_tokens");

  private final Facts facts = new Facts();

  @Test
  void everyFact_hasItsModel() {
    assertThat(facts.all()).hasSizeGreaterThanOrEqualTo(350);
    facts.all().forEach(fact -> assertThat(BY_ID).containsKey(fact.get("id").textValue()));
  }

  @Test
  void plainFields() {
    facts.eachModel(
        (fact, model) ->
            PLAIN.stream()
                .filter(field -> !LATER.contains(model.id() + "." + field))
                .forEach(
                    field ->
                        facts.same(fact, field, fact.get(field), Facts.json(model).get(field))));
  }

  @Test
  void days_andMonthsInMetadata() {
    facts.eachModel(
        (fact, model) -> {
          for (String field : DAYS) {
            String text = fact.path(field).asText("");
            boolean whole = text.length() == "2025-01-01".length();
            facts.same(fact, field, whole ? fact.get(field) : null, Facts.json(model).get(field));
            String month = field.replace("_date", "_month");
            facts.same(
                fact,
                month,
                whole ? null : fact.get(field),
                Facts.json(model).at("/metadata/" + month));
          }
          IN_METADATA.forEach(
              field ->
                  facts.same(
                      fact, field, fact.get(field), Facts.json(model).at("/metadata/" + field)));
        });
  }

  /** A time of creation that is only the day of release need not be said twice. */
  @Test
  void created() {
    facts.eachModel(
        (fact, model) -> {
          LocalDate release = model.releaseDate();
          Long midnight =
              release == null ? null : release.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
          Long known = fact.has("created") ? (Long) fact.get("created").longValue() : null;
          Long created = model.created() == null && known != null ? midnight : model.created();
          facts.check(fact, "created", Objects.equals(known, created), known, created);
        });
  }

  @Test
  void capabilities_unknownOnesIncluded() {
    facts.eachModel(
        (fact, model) -> {
          Map<Capability, Boolean> known = capabilities(fact);
          for (Capability capability : Capability.values()) {
            Boolean is = model.capabilities().get(capability);
            Boolean expected = known.get(capability);
            facts.check(fact, capability.jsonName(), Objects.equals(expected, is), expected, is);
          }
        });
  }

  private static Map<Capability, Boolean> capabilities(JsonNode fact) {
    Map<Capability, Boolean> known = new TreeMap<>();
    JsonNode stated = fact.get("capabilities");
    stated
        .properties()
        .forEach(
            entry -> {
              Capability renamed = RENAMED.get(entry.getKey());
              Capability capability =
                  renamed != null ? renamed : Named.find(Capability.class, entry.getKey());
              if (capability != null) {
                known.put(capability, entry.getValue().booleanValue());
              }
            });
    JsonNode in = stated.path("audio_input");
    JsonNode out = stated.path("audio_output");
    if (in.asBoolean() || out.asBoolean()) {
      known.put(Capability.AUDIO, true);
    } else if (in.isBoolean() && out.isBoolean()) {
      known.put(Capability.AUDIO, false);
    }
    if (fact.has("moe")) {
      known.put(Capability.MOE, true);
    }
    return known;
  }

  @Test
  void modalities_sayTheDirectionsOfAudio() {
    facts.eachModel(
        (fact, model) -> {
          JsonNode stated = fact.get("capabilities");
          boolean all = stated.has("vision") && stated.has("video") && stated.has("audio_input");
          boolean known = all && stated.has("audio_output");
          facts.check(
              fact, "modalities", known == (model.modalities() != null), known, model.modalities());
          if (known && model.modalities() != null) {
            List<Modality> in = model.modalities().input();
            List<Modality> out = model.modalities().output();
            direction(fact, "vision", in.contains(Modality.IMAGE));
            direction(fact, "audio_input", in.contains(Modality.AUDIO));
            direction(fact, "audio_output", out.contains(Modality.AUDIO));
            direction(fact, "video", in.contains(Modality.VIDEO) || out.contains(Modality.VIDEO));
          }
        });
  }

  private void direction(JsonNode fact, String field, boolean is) {
    boolean expected = fact.at("/capabilities/" + field).booleanValue();
    facts.check(fact, field, expected == is, expected, is);
  }

  @Test
  void figuresOfExperts() {
    facts.eachModel(
        (fact, model) -> {
          JsonNode moe = Facts.json(model).at("/capabilities/moe_config");
          for (String field :
              List.of("total_params", "active_params", "num_experts", "experts_per_token")) {
            facts.same(fact, field, fact.at("/moe/" + field), moe.path(field));
          }
        });
  }

  @Test
  void endpoints() {
    facts.eachModel(
        (fact, model) -> {
          JsonNode known = fact.path("api_endpoints");
          facts.same(
              fact,
              "endpoints",
              known.isMissingNode() ? Json.mapper().createArrayNode() : known,
              Facts.json(model).get("endpoints"));
        });
  }

  @Test
  void aliases_areThere_unlessTheyNameAnotherModel() {
    facts.eachModel(
        (fact, model) -> {
          Set<String> others = new HashSet<>();
          for (ModelAlias alias : model.aliases()) {
            if (alias.kind() != AliasKind.LEGACY && alias.kind() != AliasKind.HOST) {
              others.add(alias.name());
            }
          }
          for (String field : List.of("aliases", "moving_aliases")) {
            for (JsonNode name : fact.path(field)) {
              ModelAlias alias = alias(model, name.textValue());
              boolean pointer = alias != null && alias.kind() == AliasKind.POINTER;
              boolean there = alias != null && pointer == field.startsWith("moving");
              boolean elsewhere = alias == null && isNameOfAnother(model, name.textValue());
              facts.check(fact, field, there || elsewhere, name, alias);
              others.remove(name.textValue());
            }
          }
          facts.check(fact, "aliases", others.isEmpty(), "no other", others);
        });
  }

  private static @Nullable ModelAlias alias(ModelDefinition model, String name) {
    return model.aliases().stream().filter(a -> a.name().equals(name)).findFirst().orElse(null);
  }

  private static boolean isNameOfAnother(ModelDefinition model, String name) {
    return BY_ID.values().stream()
        .anyMatch(other -> !other.id().equals(model.id()) && other.names().contains(name));
  }

  @Test
  void sources_areAllNamed() {
    facts.eachModel(
        (fact, model) -> {
          String texts = String.join("\n", model.sources());
          List<JsonNode> known = new ArrayList<>();
          fact.get("sources").forEach(known::add);
          known.add(fact.path("pricing_source"));
          for (JsonNode source : known) {
            // Numbers of stored files mean nothing outside, so the catalog leaves them out.
            String start = source.asText("").split("\\(?,? ?files? \\d|\\(mirror|, file", -1)[0];
            facts.check(fact, "sources", texts.contains(start.strip()), source, model.sources());
          }
        });
  }
}
