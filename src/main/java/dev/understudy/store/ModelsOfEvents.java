package dev.understudy.store;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds the models of events whose rows only name them. For one page of events. */
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

  private Future<LoggedEvent> whole(LoggedEvent logged) {
    Event event = logged.event();
    String id = event.model() == null ? id(event) : null;
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
        .map(version -> with(logged, version.map(Version::model).orElse(null)));
  }

  /** Of the model that is meant; null for none. */
  private static @Nullable String id(Event event) {
    return switch (event.type()) {
      case SOURCE_UPDATED, SOURCE_FAILED -> null;
      case ALIAS_REPOINTED ->
          event.details() == null ? null : event.details().path("to").textValue();
      default -> event.subject();
    };
  }

  private static LoggedEvent with(LoggedEvent logged, @Nullable ModelDefinition model) {
    Event event = logged.event();
    Event whole =
        new Event(
            event.index(), event.type(), event.subject(), event.fields(), model, event.details());
    return new LoggedEvent(logged.revision(), logged.at(), logged.cause(), whole);
  }
}
