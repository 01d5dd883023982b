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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * On which coming days, in UTC, which models are to be looked at. Confined to the registry's
 * thread.
 */
final class ModelCalendar {

  private final TreeMap<LocalDate, Set<String>> days = new TreeMap<>();
  private final Function<ModelDefinition, Set<LocalDate>> daysOf;

  private ModelCalendar(Function<ModelDefinition, Set<LocalDate>> daysOf) {
    this.daysOf = daysOf;
  }

  /** Of the days on which a derived status moves. */
  static ModelCalendar ofStatuses() {
    return new ModelCalendar(ModelCalendar::statusDays);
  }

  /** Of the days on which models retire. */
  static ModelCalendar ofRetirements() {
    return new ModelCalendar(
        model -> model.retirementDate() == null ? Set.of() : Set.of(model.retirementDate()));
  }

  /**
   * Follows a change.
   *
   * @param passed until when days need not be looked at any more
   */
  void note(RegistryChange change, LocalDate passed) {
    move(change.id(), change.before(), change.after(), passed);
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

  /** Looks at a model again. */
  void add(ModelDefinition model) {
    for (LocalDate day : days(model)) {
      days.computeIfAbsent(day, d -> new HashSet<>()).add(model.id());
    }
  }

  /** Starts anew from these models, of which no day has been looked at yet. */
  void reset(Iterable<ModelEntry> entries) {
    days.clear();
    entries.forEach(entry -> add(entry.model()));
  }

  private Set<LocalDate> days(@Nullable ModelDefinition model) {
    return model == null ? Set.of() : daysOf.apply(model);
  }

  private static Set<LocalDate> statusDays(ModelDefinition model) {
    Set<LocalDate> days = new HashSet<>();
    if (model.derived().contains("status")) {
      days.add(model.deprecationDate());
      days.add(model.retirementDate());
      days.remove(null);
    }
    return days;
  }

  /** Models of which a day is that one or before, in the order of their ids. */
  Set<String> due(LocalDate day) {
    Set<String> due = new TreeSet<>();
    days.headMap(day, true).values().forEach(due::addAll);
    return due;
  }

  /** Drops the days up to that one. */
  void passed(LocalDate day) {
    days.headMap(day, true).clear();
  }

  /** The start of the next day. */
  Optional<Instant> next() {
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(days.firstKey().atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
