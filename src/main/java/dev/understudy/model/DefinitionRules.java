package dev.understudy.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a definition must be, each and together. Every write and every copy is held
 * against them, so that words are only made for what is wrong.
 */
final class DefinitionRules {

  private static final String NOT_BLANK = "a text that is not blank, or null";

  private DefinitionRules() {}

  static void checkNames(Faults faults, String id, List<ModelAlias> aliases, List<String> tags) {
    String expected = ModelId.expectation(id);
    if (expected != null) {
      faults.add("id", id, expected);
    }
    Set<String> names = aliases.isEmpty() ? Set.of() : new HashSet<>(Set.of(id));
    for (int i = 0; i < aliases.size(); i++) {
      String alias = aliases.get(i).name();
      if (!names.add(alias)) {
        faults.add("aliases[" + i + "]", alias, "a name not used before");
      }
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      String tag = tags.get(i);
      if (tag.isBlank() || !tag.equals(tag.strip()) || !seen.add(tag)) {
        faults.add("tags[" + i + "]", tag, "a word that is not there twice");
      }
    }
  }

  /** Unknown is null, never a blank. */
  static void checkTexts(
      Faults faults,
      @Nullable String name,
      @Nullable String ownedBy,
      @Nullable String provider,
      @Nullable String family,
      @Nullable String description,
      @Nullable String version,
      @Nullable String license,
      List<String> sources) {
    notBlank(faults, name, "name");
    notBlank(faults, ownedBy, "owned_by");
    notBlank(faults, provider, "provider");
    notBlank(faults, family, "family");
    notBlank(faults, description, "description");
    notBlank(faults, version, "version");
    notBlank(faults, license, "license");
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).isBlank()) {
        faults.add("sources[" + i + "]", sources.get(i), NOT_BLANK);
      }
    }
  }

  private static void notBlank(Faults faults, @Nullable String text, String path) {
    faults.require(text == null || !text.isBlank(), path, text, NOT_BLANK);
  }

  static void checkNumbers(
      Faults faults,
      @Nullable Long created,
      @Nullable Integer contextWindow,
      @Nullable Integer maxInputTokens,
      @Nullable Integer maxOutputTokens,
      @Nullable Integer embeddingDimensions,
      @Nullable Long parameterCount) {
    faults.atLeast(created, 0, "created");
    faults.atLeast(contextWindow, 1, "context_window");
    faults.atLeast(maxInputTokens, 1, "max_input_tokens");
    faults.atLeast(maxOutputTokens, 1, "max_output_tokens");
    faults.atLeast(embeddingDimensions, 1, "embedding_dimensions");
    faults.atLeast(parameterCount, 1, "parameter_count");
    atMostContext(faults, maxInputTokens, contextWindow, "max_input_tokens");
    atMostContext(faults, maxOutputTokens, contextWindow, "max_output_tokens");
  }

  private static void atMostContext(
      Faults faults, @Nullable Integer tokens, @Nullable Integer contextWindow, String path) {
    if (tokens != null && contextWindow != null && tokens > contextWindow) {
      faults.add(path, tokens, "at most context_window (" + contextWindow + ")");
    }
  }

  static void checkDates(
      Faults faults,
      @Nullable String cutoff,
      @Nullable LocalDate release,
      @Nullable LocalDate deprecation,
      @Nullable LocalDate retirement) {
    faults.require(
        cutoff == null || isPartialDate(cutoff),
        "training_data_cutoff",
        cutoff,
        "YYYY, YYYY-MM or YYYY-MM-DD");
    notBefore(faults, deprecation, release, "deprecation_date", "release_date");
    notBefore(faults, retirement, release, "retirement_date", "release_date");
    notBefore(faults, retirement, deprecation, "retirement_date", "deprecation_date");
  }

  private static boolean isPartialDate(String text) {
    if (!isFormOfDate(text)) {
      return false;
    }
    try {
      int month = text.length() < 7 ? 1 : Integer.parseInt(text, 5, 7, 10);
      int day = text.length() < 10 ? 1 : Integer.parseInt(text, 8, 10, 10);
      LocalDate.of(Integer.parseInt(text, 0, 4, 10), month, day);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isFormOfDate(String text) {
    int length = text.length();
    if (length != 4 && length != 7 && length != 10) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean isDash = i == 4 || i == 7;
      boolean fits = isDash ? c == '-' : (c >= '0' && c <= '9');
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static void notBefore(
      Faults faults,
      @Nullable LocalDate day,
      @Nullable LocalDate earlier,
      String path,
      String earlierPath) {
    if (day != null && earlier != null && day.isBefore(earlier)) {
      faults.add(path, day, "not before " + earlierPath + " (" + earlier + ")");
    }
  }

  static void checkLineage(
      Faults faults,
      String id,
      @Nullable String successor,
      @Nullable String baseModel,
      @Nullable String parent,
      @Nullable String root) {
    another(faults, id, successor, "successor");
    another(faults, id, baseModel, "base_model");
    another(faults, id, parent, "parent");
    notBlank(faults, root, "root");
  }

  private static void another(Faults faults, String id, @Nullable String other, String path) {
    faults.require(!id.equals(other), path, other, "another model");
    notBlank(faults, other, path);
  }

  /** Modalities are authoritative: they fill in what is unknown and refuse what contradicts. */
  static ModelCapabilities agreeing(
      Faults faults, Modalities modalities, ModelCapabilities capabilities) {
    ModelCapabilities filled = capabilities;
    boolean image = modalities.input().contains(Modality.IMAGE);
    filled = agree(faults, filled, Capability.VISION, image, "image among the input modalities");
    boolean audio = modalities.has(Modality.AUDIO);
    filled = agree(faults, filled, Capability.AUDIO, audio, "audio among the modalities");
    boolean video = modalities.has(Modality.VIDEO);
    return agree(faults, filled, Capability.VIDEO, video, "video among the modalities");
  }

  private static ModelCapabilities agree(
      Faults faults,
      ModelCapabilities capabilities,
      Capability capability,
      boolean value,
      String what) {
    Boolean stated = capabilities.get(capability);
    if (stated != null && stated != value) {
      faults.add(
          "capabilities." + capability.jsonName(),
          stated,
          value + ", as there is " + (value ? "" : "no ") + what);
    }
    return stated == null ? capabilities.with(capability, value) : capabilities;
  }
}
