package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * On which coming days, in UTC, the derived status of which models moves. Confined to the
 * registry's thread.
 */
final class StatusCalendar {

  private final TreeMap<LocalDate, Set<String>> days = new TreeMap<>();

  /** Follows a change. */
  void note(RegistryChange change, LocalDate today) {
    move(change.id(), change.before(), change.after(), today);
  }

  /** Follows a change that was not made after all; days that have passed are looked at again. */
  void takeBack(RegistryChange change) {
    move(change.id(), change.after(), change.before(), LocalDate.MIN);
  }

  private void move(
      String id, @Nullable ModelDefinition gone, @Nullable ModelDefinition come, LocalDate passed) {
    for (LocalDate day : days(gone)) {
      Set<String> ids = days.get(day);
      if (ids != null && ids.remove(id) && ids.isEmpty()) {
        days.remove(day);
      }
    }
    for (LocalDate day : days(come)) {
      if (day.isAfter(passed)) {
        days.computeIfAbsent(day, d -> new HashSet<>()).add(id);
      }
    }
  }

  /** Starts anew from these models, of which no day has been looked at yet. */
  void reset(Iterable<ModelEntry> entries) {
    days.clear();
    for (ModelEntry entry : entries) {
      for (LocalDate day : days(entry.model())) {
        days.computeIfAbsent(day, d -> new HashSet<>()).add(entry.id());
      }
    }
  }

  private static Set<LocalDate> days(@Nullable ModelDefinition model) {
    Set<LocalDate> days = new HashSet<>();
    if (model != null && model.derived().contains("status")) {
      days.add(model.deprecationDate());
      days.add(model.retirementDate());
      days.remove(null);
    }
    return days;
  }

  /** Models whose day has come, in the order of their ids. */
  Set<String> due(LocalDate today) {
    Set<String> due = new TreeSet<>();
    days.headMap(today, true).values().forEach(due::addAll);
    return due;
  }

  /** Drops the days that have passed. */
  void passed(LocalDate today) {
    days.headMap(today, true).clear();
  }

  /** The start of the next day on which a status moves. */
  Optional<Instant> next() {
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(days.firstKey().atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
