package dev.understudy.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.Named;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field: a wrong type is a fault, a field that nobody asked for is a
 * fault, and reading goes on, so that all are told. A field that is absent or null reads as null.
 * Confined to one thread.
 */
public final class Fields {

  private static final int USUALLY_KNOWN = 40;
  private static final int FEW_FIELDS = 16;

  private final ObjectNode node;
  private final Faults faults;
  private final Values values;

  /** The names that were asked for; many more than most objects have, so they are only noted. */
  private final List<String> known = new ArrayList<>(USUALLY_KNOWN);

  /** Reads from {@code node}, noting faults. */
  public Fields(ObjectNode node, Faults faults) {
    this.node = node;
    this.faults = faults;
    this.values = new Values(faults);
  }

  /** Where faults are noted. */
  public Faults faults() {
    return faults;
  }

  /** True when the field is there, even as null; from then on it is a known one. */
  public boolean has(String name) {
    known.add(name);
    return node.has(name);
  }

  /**
   * Sets what is read when the field is there; null when it is there as null, and when it is at
   * fault, so that nothing else is held against what it may not have meant.
   */
  public <T> void into(
      String name, BiFunction<Fields, String, @Nullable T> type, Consumer<@Nullable T> setter) {
    if (has(name)) {
      int before = faults.count();
      T value = type.apply(this, name);
      setter.accept(faults.count() == before ? value : null);
    }
  }

  /** The value, or null when absent or null. */
  public @Nullable JsonNode get(String name) {
    known.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private <T> @Nullable T read(String name, BiFunction<String, JsonNode, @Nullable T> type) {
    JsonNode value = get(name);
    return value == null ? null : type.apply(name, value);
  }

  /** A non-blank string. */
  public @Nullable String text(String name) {
    return read(name, values::text);
  }

  /** True or false. */
  public @Nullable Boolean bool(String name) {
    return read(name, values::bool);
  }

  /** A whole number that fits 32 bits. */
  public @Nullable Integer integer(String name) {
    return read(name, values::integer);
  }

  /** A whole number that fits 64 bits; 1e3 and 5.0 are whole. */
  public @Nullable Long whole(String name) {
    return read(name, values::whole);
  }

  /** An exact decimal. */
  public @Nullable BigDecimal decimal(String name) {
    return read(name, values::decimal);
  }

  /** A number; the default when absent. */
  public double number(String name, double otherwise) {
    BigDecimal value = decimal(name);
    return value == null ? otherwise : value.doubleValue();
  }

  /** A calendar day. */
  public @Nullable LocalDate date(String name) {
    return read(name, values::date);
  }

  /** One of the names of an enum. */
  public <E extends Enum<E> & Named> @Nullable E named(String name, Class<E> type) {
    return read(name, (path, value) -> values.named(path, value, type));
  }

  /** A list of names of an enum; empty when absent. */
  public <E extends Enum<E> & Named> List<E> namedList(String name, Class<E> type) {
    return list(name, (path, value) -> values.named(path, value, type));
  }

  /** A list of non-blank strings; empty when absent. */
  public List<String> texts(String name) {
    return list(name, values::text);
  }

  /** A list of objects; empty when absent. */
  public <T> List<T> objects(String name, Function<Fields, @Nullable T> reader) {
    return list(name, (path, value) -> object(path, value, reader));
  }

  /** An object; null when absent. */
  public <T> @Nullable T object(String name, Function<Fields, @Nullable T> reader) {
    return read(name, (path, value) -> object(path, value, reader));
  }

  /**
   * A list of what {@code reader} makes of path and element; what it refuses is left out, and the
   * rest when there are more faults than are told.
   */
  public <T> List<T> list(String name, BiFunction<String, JsonNode, @Nullable T> reader) {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      faults.require(false, name, value, "an array", ErrorCode.INVALID_TYPE);
      return List.of();
    }
    List<T> list = new ArrayList<>(value.size());
    for (int i = 0; i < value.size() && !faults.isFull(); i++) {
      T element = reader.apply(name + "[" + i + "]", value.get(i));
      if (element != null) {
        list.add(element);
      }
    }
    return list;
  }

  /** Reads one object that stands at {@code path}; its own faults are noted under it. */
  public <T> @Nullable T object(String path, JsonNode value, Function<Fields, @Nullable T> reader) {
    if (!(value instanceof ObjectNode object)) {
      faults.require(false, path, value, "an object", ErrorCode.INVALID_TYPE);
      return null;
    }
    Faults own = new Faults();
    Fields fields = new Fields(object, own);
    T result = own.part("", () -> reader.apply(fields));
    fields.refuseOthers();
    faults.addAll(path, own.list());
    return own.none() ? result : null;
  }

  /** Every field, as plain Java values; none is unknown then. */
  public Map<String, Object> everything() {
    node.fieldNames().forEachRemaining(known::add);
    return Json.mapper().convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /** The names of the fields that nobody asked for, in order. */
  public Set<String> others() {
    Collection<String> asked = asked();
    Set<String> others = new TreeSet<>();
    for (var field : node.properties()) {
      if (!asked.contains(field.getKey())) {
        others.add(field.getKey());
      }
    }
    return others;
  }

  private Collection<String> asked() {
    return node.size() > FEW_FIELDS ? new HashSet<>(known) : known;
  }

  /** Every field that nobody asked for is a fault. */
  public void refuseOthers() {
    Collection<String> asked = asked();
    for (var field : node.properties()) {
      if (faults.isFull()) {
        return;
      }
      if (!asked.contains(field.getKey())) {
        String near = nearest(field.getKey());
        faults.add(
            field.getKey(),
            field.getValue(),
            near == null ? "no such field" : "no such field; there is " + near);
      }
    }
  }

  private @Nullable String nearest(String name) {
    String squeezed = name.replaceAll("[_-]", "");
    for (String candidate : known) {
      if (candidate.replaceAll("[_-]", "").equalsIgnoreCase(squeezed)) {
        return candidate;
      }
    }
    return null;
  }

  /** What a value is, for messages. */
  public static String kindOf(JsonNode value) {
    return value.isArray()
        ? "an array"
        : "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
