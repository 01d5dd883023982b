package dev.understudy.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The events of a write, in the order that gives them their numbers: its changes, the aliases that
 * moved, what changes mean beside that, notices.
 */
final class Events {

  private final List<Event> events = new ArrayList<>();

  private Events() {}

  static List<Event> of(List<RegistryChange> changes, List<Notice> notices) {
    Events made = new Events();
    changes.forEach(made::changed);
    made.aliases(changes);
    changes.forEach(made::meant);
    notices.forEach(
        notice -> made.add(notice.type(), notice.subject(), notice.model(), notice.details()));
    return List.copyOf(made.events);
  }

  private void add(
      EventType type, String subject, @Nullable ModelDefinition model, @Nullable JsonNode details) {
    events.add(new Event(events.size(), type, subject, List.of(), model, details));
  }

  private void changed(RegistryChange change) {
    EventType type =
        switch (change.kind()) {
          case ADDED -> EventType.MODEL_ADDED;
          case UPDATED -> EventType.MODEL_UPDATED;
          case REMOVED -> EventType.MODEL_REMOVED;
        };
    ModelDefinition model = change.after() == null ? change.before() : change.after();
    events.add(new Event(events.size(), type, change.id(), change.fields(), model, null));
  }

  private void meant(RegistryChange change) {
    ModelDefinition before = change.before();
    ModelDefinition after = change.after();
    if (after == null) {
      return;
    }
    boolean isNewlyDeprecated =
        after.status() == ModelStatus.DEPRECATED
            && before != null
            && before.status() != ModelStatus.DEPRECATED;
    if (isNewlyDeprecated) {
      add(EventType.MODEL_DEPRECATED, change.id(), after, dates(after));
    }
    if (before != null && change.fields().contains("pricing")) {
      ObjectNode prices = Json.mapper().createObjectNode();
      prices.set("from", Json.mapper().valueToTree(before.pricing()));
      prices.set("to", Json.mapper().valueToTree(after.pricing()));
      add(EventType.MODEL_PRICE_CHANGED, change.id(), after, prices);
    }
  }

  static ObjectNode dates(ModelDefinition model) {
    ObjectNode dates = Json.mapper().createObjectNode();
    dates.put("deprecation_date", text(model.deprecationDate()));
    dates.put("retirement_date", text(model.retirementDate()));
    return dates;
  }

  static LocalDate retirementDate(JsonNode dates) {
    return LocalDate.parse(dates.path("retirement_date").asText());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private void aliases(List<RegistryChange> changes) {
    Map<String, RegistryChange> before = new HashMap<>();
    Map<String, RegistryChange> after = new HashMap<>();
    for (RegistryChange change : changes) {
      if (!change.movesNames()) {
        continue;
      }
      aliases(change.before()).forEach(alias -> before.put(alias.name(), change));
      aliases(change.after()).forEach(alias -> after.put(alias.name(), change));
    }
    TreeSet<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    all.forEach(alias -> alias(alias, before.get(alias), after.get(alias)));
  }

  private void alias(String alias, @Nullable RegistryChange from, @Nullable RegistryChange to) {
    RegistryChange meant = to == null ? from : to;
    if (meant == null || (from != null && to != null && from.id().equals(to.id()))) {
      return;
    }
    ObjectNode ends = Json.mapper().createObjectNode();
    ends.put("from", from == null ? null : from.id());
    ends.put("to", to == null ? null : to.id());
    ModelDefinition model = meant.after() == null ? meant.before() : meant.after();
    add(EventType.ALIAS_REPOINTED, alias, model, ends);
  }

  private static List<ModelAlias> aliases(@Nullable ModelDefinition model) {
    return model == null ? List.of() : model.aliases();
  }
}
