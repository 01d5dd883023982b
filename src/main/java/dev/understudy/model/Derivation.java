package dev.understudy.model;

import static dev.understudy.model.Capability.AUDIO;
import static dev.understudy.model.Capability.CHAT;
import static dev.understudy.model.Capability.COMPLETION;
import static dev.understudy.model.Capability.CONTENT_MODERATION;
import static dev.understudy.model.Capability.EMBEDDINGS;
import static dev.understudy.model.Capability.IMAGE_GENERATION;
import static dev.understudy.model.Capability.MOE;
import static dev.understudy.model.Capability.REALTIME;
import static dev.understudy.model.Capability.REASONING;
import static dev.understudy.model.Capability.RERANKING;
import static dev.understudy.model.Capability.SPEECH;
import static dev.understudy.model.Capability.TOOL_CALLING;
import static dev.understudy.model.Capability.TRANSCRIPTION;
import static dev.understudy.model.Capability.VIDEO;
import static dev.understudy.model.Capability.VISION;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills in family, tags, modalities, status and time of creation where no source states them, from
 * id, capabilities and dates, and notes in {@link ModelDefinition#derived} what it filled in. A
 * rule that cannot be sure leaves its field unknown. Deriving again recomputes the derived fields
 * and nothing else.
 */
public final class Derivation {

  /** JSON names of the fields that rules fill in. */
  public static final Set<String> FIELDS =
      Set.of("family", "tags", "modalities", "status", "created");

  /** Capabilities that say what a model is for; each is a tag of the same name, with hyphens. */
  private static final List<Capability> TAGGED =
      List.of(
          CHAT,
          COMPLETION,
          EMBEDDINGS,
          VISION,
          AUDIO,
          VIDEO,
          REASONING,
          TOOL_CALLING,
          MOE,
          CONTENT_MODERATION,
          RERANKING,
          IMAGE_GENERATION,
          TRANSCRIPTION,
          SPEECH,
          REALTIME);

  private static final List<String> CODE = List.of("code", "coder", "coding", "codex");

  private static final List<String> CODE_FAMILIES =
      List.of("codellama", "codestral", "codegemma", "codeqwen");

  private static final List<String> INSTRUCT = List.of("instruct", "it");

  private static final List<String> UNFINISHED =
      List.of("preview", "alpha", "beta", "exp", "experimental");

  private Derivation() {}

  /**
   * The definition with what can be derived.
   *
   * @param today the day that its dates are held against
   */
  public static ModelDefinition derive(ModelDefinition model, LocalDate today) {
    return deriving(model, today).build();
  }

  /**
   * The same, to be changed further: a definition is held against all its rules when it is built.
   */
  public static ModelDefinitionBuilder deriving(ModelDefinition model, LocalDate today) {
    ModelDefinition stated = stated(model);
    ModelDefinitionBuilder filled = stated.toBuilder();
    Set<String> derived = new HashSet<>(stated.derived());
    String family = stated.family() == null ? FamilyName.of(stated.id()) : null;
    if (family != null) {
      filled.family(family);
      derived.add("family");
    }
    List<String> tags = stated.tags().isEmpty() ? tags(stated) : List.of();
    if (!tags.isEmpty()) {
      filled.tags(tags);
      derived.add("tags");
    }
    Modalities modalities = stated.modalities() == null ? modalities(stated.capabilities()) : null;
    if (modalities != null) {
      filled.modalities(modalities);
      derived.add("modalities");
    }
    if (stated.status() == null) {
      filled.status(status(stated, today));
      derived.add("status");
    }
    LocalDate release = stated.releaseDate();
    if (stated.created() == null && release != null) {
      filled.created(release.toEpochSecond(LocalTime.MIN, ZoneOffset.UTC));
      derived.add("created");
    }
    return filled.derived(derived);
  }

  /** The definition without what was derived: only what its sources state. */
  public static ModelDefinition stated(ModelDefinition model) {
    Set<String> derived = model.derived();
    Set<String> others = new HashSet<>(derived);
    if (!others.removeAll(FIELDS)) {
      return model;
    }
    return model.with(
        b -> {
          if (derived.contains("family")) {
            b.family(null);
          }
          if (derived.contains("tags")) {
            b.tags(List.of());
          }
          if (derived.contains("modalities")) {
            b.modalities(null);
          }
          if (derived.contains("status")) {
            b.status(null);
          }
          if (derived.contains("created")) {
            b.created(null);
          }
          return b.derived(others);
        });
  }

  private static ModelStatus status(ModelDefinition model, LocalDate today) {
    if (reached(model.retirementDate(), today)) {
      return ModelStatus.RETIRED;
    }
    if (reached(model.deprecationDate(), today)) {
      return ModelStatus.DEPRECATED;
    }
    boolean unfinished = hasWord(lower(ModelId.bareName(model.id())), UNFINISHED);
    return unfinished ? ModelStatus.PREVIEW : ModelStatus.ACTIVE;
  }

  /** Whether one of the words stands in a name with no letter beside it. */
  private static boolean hasWord(String name, List<String> words) {
    for (String word : words) {
      for (int at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
        if (!isLetter(name, at - 1) && !isLetter(name, at + word.length())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isLetter(String name, int at) {
    return at >= 0 && at < name.length() && name.charAt(at) >= 'a' && name.charAt(at) <= 'z';
  }

  private static boolean reached(@Nullable LocalDate day, LocalDate today) {
    return day != null && !day.isAfter(today);
  }

  private static List<String> tags(ModelDefinition model) {
    List<String> tags = new ArrayList<>();
    for (Capability capability : TAGGED) {
      if (model.capabilities().can(capability)) {
        tags.add(capability.jsonName().replace('_', '-'));
      }
    }
    String name = lower(ModelId.bareName(model.id()));
    boolean code = hasWord(name, CODE) || CODE_FAMILIES.stream().anyMatch(name::contains);
    addIf(tags, code, "code");
    addIf(tags, hasWord(name, INSTRUCT), "instruct");
    addIf(tags, Boolean.TRUE.equals(model.openWeights()), "open-weights");
    addIf(tags, model.isFineTuned(), "fine-tuned");
    return tags;
  }

  private static void addIf(List<String> tags, boolean condition, String tag) {
    if (condition) {
      tags.add(tag);
    }
  }

  /**
   * Modalities are complete lists, so they are derived only when nothing is left open: whether
   * images go in, whether and which way audio goes, that there is no video (its direction is never
   * known), and what comes out.
   */
  private static @Nullable Modalities modalities(ModelCapabilities capabilities) {
    if (capabilities.isUnknown(VISION) || !capabilities.cannot(VIDEO)) {
      return null;
    }
    boolean audioIn = onlyJob(capabilities, TRANSCRIPTION);
    boolean audioOut = onlyJob(capabilities, SPEECH);
    boolean silent =
        capabilities.cannot(AUDIO) && !capabilities.can(TRANSCRIPTION) && !capabilities.can(SPEECH);
    if (!silent && audioIn == audioOut) {
      return null;
    }
    List<Modality> output = output(capabilities);
    if (output.isEmpty()) {
      return null;
    }
    List<Modality> input = new ArrayList<>();
    input.add(audioIn ? Modality.AUDIO : Modality.TEXT);
    if (capabilities.can(VISION)) {
      input.add(Modality.IMAGE);
    }
    return new Modalities(input, output);
  }

  private static boolean onlyJob(ModelCapabilities capabilities, Capability job) {
    return capabilities.can(AUDIO) && capabilities.can(job) && !capabilities.can(CHAT);
  }

  private static List<Modality> output(ModelCapabilities capabilities) {
    List<Modality> output = new ArrayList<>();
    if (capabilities.can(CHAT) || capabilities.can(COMPLETION) || capabilities.can(TRANSCRIPTION)) {
      output.add(Modality.TEXT);
    }
    if (capabilities.can(IMAGE_GENERATION)) {
      output.add(Modality.IMAGE);
    }
    if (capabilities.can(SPEECH)) {
      output.add(Modality.AUDIO);
    }
    if (capabilities.can(EMBEDDINGS)) {
      output.add(Modality.EMBEDDING);
    }
    if (capabilities.can(CONTENT_MODERATION) || capabilities.can(RERANKING)) {
      output.add(Modality.SCORE);
    }
    return output;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
