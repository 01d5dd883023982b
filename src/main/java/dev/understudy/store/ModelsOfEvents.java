package dev.understudy.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds the models of events whose rows only name them: to one page of those of the past. */
final class ModelsOfEvents {

  private final History history;
  private final Map<Key, ModelDefinition> known = new HashMap<>();

  ModelsOfEvents(History history) {
    this.history = history;
  }

  private record Key(Revision revision, String id) {}

  /** The same events with their models, where those are kept. */
  Future<List<LoggedEvent>> added(List<LoggedEvent> events) {
    for (LoggedEvent logged : events) {
      ModelDefinition model = logged.event().model();
      if (model != null) {
        known.put(new Key(logged.revision(), model.id()), model);
      }
    }
    Future<List<LoggedEvent>> whole = Future.succeededFuture(new ArrayList<>());
    for (LoggedEvent logged : events) {
      whole =
          whole.compose(
              before ->
                  whole(logged)
                      .map(
                          found -> {
                            before.add(found);
                            return before;
                          }));
    }
    return whole;
  }

  /**
   * The same write, told with the models of its events.
   *
   * @param before what was there
   * @param after what is there since
   */
  static LoggedWrite added(LoggedWrite told, RegistrySnapshot before, RegistrySnapshot after) {
    List<Event> events = new ArrayList<>(told.events().size());
    for (Event event : told.events()) {
      String id = id(event);
      ModelEntry now = id == null ? null : after.get(id);
      ModelEntry last = id == null || now != null ? now : before.get(id);
      events.add(last == null ? event : event.with(last.model()));
    }
    return new LoggedWrite(told.revision(), told.at(), told.cause(), events);
  }

  private Future<LoggedEvent> whole(LoggedEvent logged) {
    Event event = logged.event();
    String id = id(event);
    if (id == null) {
      return Future.succeededFuture(logged);
    }
    ModelDefinition model = known.get(new Key(logged.revision(), id));
    if (model != null) {
      return Future.succeededFuture(with(logged, model));
    }
    long then = logged.revision().number();
    long at = event.type() == EventType.MODEL_REMOVED ? then - 1 : then;
    return history
        .versionAt(id, at)
        .compose(found -> last(id, at, found))
        .map(m -> with(logged, m));
  }

  /** What it is, or was before that revision, where that took it away. */
  private Future<@Nullable ModelDefinition> last(String id, long at, Optional<Version> found) {
    boolean isGone = found.isPresent() && found.get().model() == null;
    Future<Optional<Version>> there =
        isGone ? history.versionAt(id, at - 1) : Future.succeededFuture(found);
    return there.map(version -> version.map(Version::model).orElse(null));
  }

  /** Of the model that is meant, and has to be found; null for none. */
  private static @Nullable String id(Event event) {
    if (event.model() != null) {
      return null;
    }
    return switch (event.type()) {
      case SOURCE_UPDATED, SOURCE_FAILED -> null;
      case ALIAS_REPOINTED -> meant(event);
      default -> event.subject();
    };
  }

  /** What the alias means now, or meant last. */
  private static @Nullable String meant(Event event) {
    JsonNode ends = Objects.requireNonNull(event.details(), "an alias has two ends");
    String to = ends.path("to").textValue();
    return to == null ? ends.path("from").textValue() : to;
  }

  private LoggedEvent with(LoggedEvent logged, @Nullable ModelDefinition model) {
    if (model != null) {
      known.put(new Key(logged.revision(), model.id()), model);
    }
    return new LoggedEvent(
        logged.revision(), logged.at(), logged.cause(), logged.event().with(model));
  }
}
