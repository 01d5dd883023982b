package dev.understudy.source;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models of a source: those that it has, and those that it had until lately, which are
 * deprecated. Immutable; safe on any thread.
 */
final class SourceContent {

  static final SourceContent EMPTY = new SourceContent(Map.of());

  private final Map<String, Kept> kept;
  private final Map<String, ModelDefinition> shown;

  /**
   * One model.
   *
   * @param model as the source has it, or had it last
   * @param missingSince when it was first seen to be gone; null while it is there
   */
  record Kept(ModelDefinition model, @Nullable Instant missingSince) {

    /** A model that is retired is so whatever its source says. */
    private ModelDefinition shown() {
      LocalDate retired = model.retirementDate();
      if (missingSince == null
          || model.status() == ModelStatus.RETIRED
          || (retired != null && !retired.isAfter(day(missingSince)))) {
        return model;
      }
      return model.with(m -> m.status(ModelStatus.DEPRECATED));
    }

    private static LocalDate day(Instant time) {
      return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
  }

  private SourceContent(Map<String, Kept> kept) {
    this.kept = kept;
    Map<String, ModelDefinition> models = new LinkedHashMap<>();
    kept.forEach((id, one) -> models.put(id, one.shown()));
    this.shown = Collections.unmodifiableMap(models);
  }

  /** As it was kept. */
  static SourceContent of(Collection<Kept> all) {
    Map<String, Kept> kept = new LinkedHashMap<>();
    all.forEach(one -> kept.put(one.model().id(), one));
    return new SourceContent(kept);
  }

  /**
   * What there is when the source has these models now.
   *
   * @param grace for how long a model stays that is not among them
   */
  SourceContent next(Collection<ModelDefinition> models, Instant now, Duration grace) {
    Map<String, Kept> next = new LinkedHashMap<>();
    models.forEach(model -> next.put(model.id(), new Kept(model, null)));
    kept.forEach(
        (id, old) -> {
          Instant since = old.missingSince() == null ? now : old.missingSince();
          if (now.isBefore(since.plus(grace))) {
            next.putIfAbsent(id, new Kept(old.model(), since));
          }
        });
    return new SourceContent(next);
  }

  /** The models that the source has, as it has them. */
  List<ModelDefinition> present() {
    return kept.values().stream()
        .filter(one -> one.missingSince() == null)
        .map(Kept::model)
        .toList();
  }

  /** How many models it has. */
  int presentCount() {
    return present().size();
  }

  /** How many of the models that it has are not among these. */
  int lost(Collection<ModelDefinition> models) {
    Set<String> ids = new HashSet<>();
    models.forEach(model -> ids.add(model.id()));
    return (int) present().stream().filter(model -> !ids.contains(model.id())).count();
  }

  /** True of a model that the source had until lately. */
  boolean isMissing(String id) {
    Kept one = kept.get(id);
    return one != null && one.missingSince() != null;
  }

  /** All, as they are shown, by id. */
  Map<String, ModelDefinition> byId() {
    return shown;
  }

  /** All, as they are kept. */
  Collection<Kept> kept() {
    return kept.values();
  }
}
