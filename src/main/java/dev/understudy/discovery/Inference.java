package dev.understudy.discovery;

import dev.understudy.discovery.InferenceRule.Kind;
import dev.understudy.model.FineTuneId;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelId;
import dev.understudy.model.Origin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unknown id says about its model, by ordered rules kept as data in {@code
 * inference-rules.yaml}. Immutable; any thread.
 */
public final class Inference {

  private static final Inference STANDARD =
      new Inference(InferenceRules.load("/dev/understudy/inference-rules.yaml"));

  private static final Map<Character, Integer> UNIT_EXPONENTS = Map.of('m', 6, 'b', 9, 't', 12);

  private final List<InferenceRule> rules;

  private final RuleFilter filter;

  Inference(List<InferenceRule> all) {
    rules = List.copyOf(all);
    filter = new RuleFilter(rules.stream().map(rule -> rule.match().pattern()).toList());
  }

  /** The rules that come with Understudy. */
  public static Inference standard() {
    return STANDARD;
  }

  /** What an id says; of one longer than an id may be, what its first 200 characters say. */
  public Inferred infer(String id) {
    String text = id.length() <= ModelId.MAX_LENGTH ? id : id.substring(0, ModelId.MAX_LENGTH);
    Reading reading = new Reading(folded(text));
    Boolean fineTuned = reading.yesOrNo(Kind.FINE_TUNE);
    FineTuneId tuned = Boolean.TRUE.equals(fineTuned) ? FineTuneId.parse(text) : null;
    Reading about = tuned == null ? reading : new Reading(folded(tuned.base()), reading.said);
    String provider = about.value(Kind.PROVIDER);
    about.size();
    Boolean reasoning = about.yesOrNo(Kind.REASONING);
    Boolean moe = about.yesOrNo(Kind.MOE);
    Boolean vision = about.yesOrNo(Kind.VISION);
    Boolean audio = about.yesOrNo(Kind.AUDIO);
    Boolean video = about.yesOrNo(Kind.VIDEO);
    Boolean embedding = about.yesOrNo(Kind.EMBEDDING);
    String told = Boolean.TRUE.equals(embedding) ? "embedding" : about.value(Kind.CATEGORY);
    return new Inferred(
        provider,
        about.total,
        about.active,
        about.experts,
        reasoning,
        moe,
        vision,
        audio,
        video,
        embedding,
        fineTuned,
        tuned == null ? null : tuned.base(),
        told != null ? told : category(fineTuned, reasoning, vision, audio, video),
        reading.said);
  }

  private static String folded(String id) {
    return id.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
  }

  private static String category(
      @Nullable Boolean fineTuned,
      @Nullable Boolean reasoning,
      @Nullable Boolean vision,
      @Nullable Boolean audio,
      @Nullable Boolean video) {
    boolean hears = Boolean.TRUE.equals(audio) || Boolean.TRUE.equals(video);
    if (Boolean.TRUE.equals(fineTuned)) {
      return "fine_tuned";
    }
    if (Boolean.TRUE.equals(reasoning)) {
      return "reasoning";
    }
    if (Boolean.TRUE.equals(vision)) {
      return hears ? "multimodal" : "vision";
    }
    if (hears) {
      return Boolean.TRUE.equals(video) ? "video" : "audio";
    }
    return "chat";
  }

  /**
   * The definition of a model of which only the id is known; what the id does not say stays
   * unknown.
   *
   * @throws dev.understudy.model.InvalidModelException when the id is not one
   */
  public ModelDefinition definitionFor(String id) {
    Inferred inferred = infer(id);
    ModelCapabilities capabilities = inferred.capabilities();
    String base = inferred.baseModel();
    Set<String> derived = new TreeSet<>();
    note(derived, "provider", inferred.provider() != null);
    note(derived, "parameter_count", inferred.parameterCount() != null);
    note(derived, "capabilities", !capabilities.equals(ModelCapabilities.UNKNOWN));
    note(derived, "base_model", base != null);
    note(derived, "parent", base != null);
    Map<String, Object> metadata =
        inferred.rules().isEmpty() ? Map.of() : Map.of("inferred_by", inferred.rules());
    return ModelDefinition.builder(id)
        .provider(inferred.provider())
        .ownedBy(ModelId.owner(id))
        .parameterCount(inferred.parameterCount())
        .capabilities(capabilities)
        .baseModel(base)
        .parent(base)
        .metadata(metadata)
        .derived(derived)
        .origin(Origin.AUTO)
        .build();
  }

  private static void note(Set<String> derived, String field, boolean filled) {
    if (filled) {
      derived.add(field);
    }
  }

  /** One id being read: what was found, and the rules that said it. Confined to one call. */
  private final class Reading {
    private final String text;
    private final Map<String, String> said;

    /** The rules that may match, in their order. */
    private final List<InferenceRule> candidates = new ArrayList<>();

    private @Nullable Long total;
    private @Nullable Long active;
    private @Nullable Integer experts;

    Reading(String text) {
      this(text, new LinkedHashMap<>());
    }

    Reading(String text, Map<String, String> said) {
      this.text = text;
      this.said = said;
      filter.candidates(text).stream().forEach(place -> candidates.add(rules.get(place)));
    }

    @Nullable String value(Kind kind) {
      InferenceRule rule = first(kind);
      return rule == null ? null : rule.value();
    }

    private @Nullable InferenceRule first(Kind kind) {
      for (InferenceRule rule : candidates) {
        if (rule.kind() == kind && rule.match().matcher(text).find()) {
          if (rule.value() != null) {
            said.put(kind.jsonName(), rule.name());
          }
          return rule;
        }
      }
      return null;
    }

    @Nullable Boolean yesOrNo(Kind kind) {
      String value = value(kind);
      return value == null ? null : Boolean.valueOf(value);
    }

    void size() {
      candidates.stream().filter(rule -> rule.kind() == Kind.SIZE).forEach(this::sizeBy);
    }

    private void sizeBy(InferenceRule rule) {
      Matcher matcher = rule.match().matcher(text);
      if (!matcher.find()) {
        return;
      }
      said.putIfAbsent(Kind.SIZE.jsonName(), rule.name());
      total = total != null ? total : parameters(group(matcher, "total"));
      active = active != null ? active : parameters(group(matcher, "active"));
      String count = group(matcher, "experts");
      experts = experts != null || count == null ? experts : positive(Integer.parseInt(count));
    }

    private @Nullable String group(Matcher matcher, String name) {
      Pattern pattern = matcher.pattern();
      return pattern.pattern().contains("(?<" + name + ">") ? matcher.group(name) : null;
    }

    private @Nullable Integer positive(int number) {
      return number > 0 ? number : null;
    }

    private @Nullable Long parameters(@Nullable String figure) {
      if (figure == null || figure.length() > 12) {
        return null;
      }
      int last = figure.length() - 1;
      int exponent = UNIT_EXPONENTS.getOrDefault(figure.charAt(last), 0);
      BigDecimal value = new BigDecimal(figure.substring(0, last)).scaleByPowerOfTen(exponent);
      boolean sane = value.signum() > 0 && value.compareTo(BigDecimal.valueOf(1e15)) < 0;
      return sane ? value.longValue() : null;
    }
  }
}
