package dev.understudy.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.ModelDefinition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which models retire soon, and of which it was told. Confined to the registry's thread. */
final class Retirements {

  private int leadDays;
  private final ModelCalendar calendar = ModelCalendar.ofRetirements();

  /** By id, the retirement date that was told last. */
  private final Map<String, LocalDate> told = new HashMap<>();

  /** Starts anew from these models. */
  void reset(Iterable<ModelEntry> entries, Map<String, LocalDate> toldBefore) {
    calendar.reset(entries);
    told.clear();
    told.putAll(toldBefore);
  }

  /** So many days before it is told; 0 for never. */
  void lead(int days) {
    leadDays = days;
  }

  /** Follows changes. */
  void note(List<RegistryChange> changes) {
    changes.forEach(change -> calendar.note(change, LocalDate.MIN));
  }

  /** Follows what another registry has told. */
  void heard(List<Event> events) {
    for (Event event : events) {
      if (event.type() == EventType.MODEL_RETIRING && event.details() != null) {
        told.put(event.subject(), Events.retirementDate(event.details()));
      }
    }
  }

  /** Follows a write that was not made after all. */
  void takeBack(RegistryWrite write) {
    write.changes().forEach(calendar::takeBack);
    for (Notice notice : write.notices()) {
      ModelDefinition model = notice.model();
      if (notice.type() == EventType.MODEL_RETIRING && model != null) {
        told.remove(model.id());
        calendar.add(model);
      }
    }
  }

  /** Of those that come near with the days, and are as they were; now it is told. */
  List<Notice> due(RegistrySnapshot snapshot, LocalDate today) {
    List<Notice> due = new ArrayList<>();
    for (String id : calendar.due(today.plusDays(leadDays))) {
      ModelEntry entry = snapshot.get(id);
      if (entry != null) {
        add(entry.model(), today, due);
      }
    }
    calendar.passed(today.plusDays(leadDays));
    return due;
  }

  /** Of those that are near with these changes; now it is told. */
  List<Notice> due(List<RegistryChange> changes, LocalDate today) {
    List<Notice> due = new ArrayList<>();
    for (RegistryChange change : changes) {
      if (change.after() != null) {
        add(change.after(), today, due);
      }
    }
    return due;
  }

  private void add(ModelDefinition model, LocalDate today, List<Notice> due) {
    LocalDate date = model.retirementDate();
    if (date == null || !date.isAfter(today) || date.isAfter(today.plusDays(leadDays))) {
      return;
    }
    if (!date.equals(told.put(model.id(), date))) {
      ObjectNode details = Events.dates(model);
      details.put("days", date.toEpochDay() - today.toEpochDay());
      due.add(new Notice(EventType.MODEL_RETIRING, model.id(), model, details));
    }
  }

  /** When there may be the next ones. */
  Optional<Instant> next() {
    return leadDays == 0
        ? Optional.empty()
        : calendar.next().map(day -> day.minus(Period.ofDays(leadDays)));
  }
}
