package dev.understudy.feed;

import dev.understudy.json.Glob;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which events somebody wants. What is said of one thing repeats as OR, different things as AND; of
 * tags all are needed. A model that is another now counts as what it is, and where a filter names
 * what has changed, also as what it was: so one is told of what leaves the filter too. An event of
 * which it is no longer known what model it was of passes. Immutable; safe on any thread.
 *
 * @param types names of types, in which {@code *} stands for anything; empty for all
 * @param providers of the model; empty for all
 * @param models ids, or aliases, in which {@code *} stands for anything; empty for all
 * @param tags that the model has; empty for any
 */
public record EventFilter(
    List<Glob> types, Set<String> providers, List<Glob> models, Set<String> tags) {

  /** Everything. */
  public static final EventFilter ALL = new EventFilter(List.of(), Set.of(), List.of(), Set.of());

  /** Copies all. */
  public EventFilter {
    types = List.copyOf(types);
    providers = Set.copyOf(providers);
    models = List.copyOf(models);
    tags = Set.copyOf(tags);
  }

  /**
   * A filter as somebody writes it.
   *
   * @throws UnderstudyException when a type fits no event
   */
  public static EventFilter of(
      Collection<String> types,
      Collection<String> providers,
      Collection<String> models,
      Collection<String> tags) {
    for (String type : types) {
      Glob glob = Glob.of(type);
      if (Arrays.stream(EventType.values()).noneMatch(each -> glob.matches(each.jsonName()))) {
        throw UnderstudyException.invalid(
            "type", type, Named.expectation(EventType.class) + ", or with a *, as model.*");
      }
    }
    return new EventFilter(
        types.stream().map(Glob::of).toList(),
        Set.copyOf(providers),
        models.stream().map(Glob::of).toList(),
        Set.copyOf(tags));
  }

  /** Whether it is one of them. */
  public boolean takes(Event event) {
    return fits(types, event.type().jsonName())
        && (models.isEmpty() || fits(models, event.subject()))
        && takesModel(event);
  }

  /** Whether a model is one of those whose events it takes. */
  public boolean takes(ModelDefinition model) {
    boolean isNamed =
        fits(models, model.id())
            || model.aliases().stream().anyMatch(alias -> fits(models, alias.name()));
    return isNamed
        && (providers.isEmpty()
            || (model.provider() != null && providers.contains(model.provider())))
        && model.tags().containsAll(tags);
  }

  private static boolean fits(List<Glob> globs, String text) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(text));
  }

  private boolean takesModel(Event event) {
    if (providers.isEmpty() && tags.isEmpty()) {
      return true;
    }
    ModelDefinition model = event.model();
    if (model == null) {
      return event.type() != EventType.SOURCE_UPDATED && event.type() != EventType.SOURCE_FAILED;
    }
    boolean isOfProvider =
        providers.isEmpty()
            || (model.provider() != null && providers.contains(model.provider()))
            || event.fields().contains("provider");
    boolean hasTags =
        tags.isEmpty() || model.tags().containsAll(tags) || event.fields().contains("tags");
    return isOfProvider && hasTags;
  }
}
