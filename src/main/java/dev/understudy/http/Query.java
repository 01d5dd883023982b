package dev.understudy.http;

import dev.understudy.model.Named;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request. A wrong type or range is refused with what was expected; a
 * parameter that nobody asked for is refused or reported, as the route likes. Confined to the
 * request's event loop.
 */
final class Query {

  /** Says how names resolve, where the parameter does not. */
  static final CharSequence RESOLVE_HEADER = HttpHeaders.createOptimized("understudy-resolve");

  private final HttpServerRequest request;
  private final MultiMap parameters;
  private final Set<String> known = new HashSet<>();
  private final boolean blankIsAbsent;

  private Query(HttpServerRequest request, boolean blankIsAbsent) {
    this.request = request;
    this.parameters = request.params(true); // a semicolon is nothing special
    this.blankIsAbsent = blankIsAbsent;
  }

  static Query of(HttpServerRequest request) {
    return of(request, false);
  }

  /** Parameters of which one without a value, as {@code seed=}, counts as not given. */
  static Query blankAsAbsent(HttpServerRequest request) {
    return of(request, true);
  }

  private static Query of(HttpServerRequest request, boolean blankIsAbsent) {
    try {
      return new Query(request, blankIsAbsent);
    } catch (IllegalArgumentException e) {
      throw UnderstudyException.invalid("query", request.query(), "valid percent-encoding");
    }
  }

  /** All values of a parameter that may be repeated; blank ones are refused. */
  List<String> all(String name) {
    known.add(name);
    List<String> values = parameters.getAll(name);
    if (blankIsAbsent) {
      return values.stream().filter(value -> !value.isBlank()).toList();
    }
    for (String value : values) {
      if (value.isBlank()) {
        throw UnderstudyException.invalid(name, "\"\"", "a value that is not blank");
      }
    }
    return values;
  }

  /** The one value, or null. */
  @Nullable String text(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw UnderstudyException.invalid(name, String.join(", ", values), "the parameter once");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** The one value. */
  String required(String name, String expected) {
    String value = text(name);
    if (value == null) {
      throw UnderstudyException.invalid(name, null, expected);
    }
    return value;
  }

  @Nullable Integer integer(String name, int least, int most) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    Long number = longOrNull(value);
    if (number == null || number < least || number > most) {
      throw UnderstudyException.invalid(
          name, value, "a whole number from " + least + " to " + most);
    }
    return number.intValue();
  }

  @Nullable Long wholeNumber(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    Long number = longOrNull(value);
    if (number == null) {
      throw UnderstudyException.invalid(name, value, "a whole number of 64 bits");
    }
    return number;
  }

  private static @Nullable Long longOrNull(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A time, or a day in UTC. */
  @Nullable Instant time(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    Instant time = Times.parse(value);
    if (time == null) {
      throw UnderstudyException.invalid(name, value, Times.EXPECTED);
    }
    return time;
  }

  /** An amount from 0; no exponent, so that it stays small in memory. */
  @Nullable BigDecimal amount(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    if (!value.matches("\\d{1,15}(\\.\\d{1,30})?")) {
      throw UnderstudyException.invalid(name, value, "a decimal number from 0");
    }
    return new BigDecimal(value);
  }

  /** A number from 0 to {@code most}. */
  @Nullable Double number(String name, double most) {
    BigDecimal value = amount(name);
    if (value == null) {
      return null;
    }
    if (value.doubleValue() > most) {
      throw UnderstudyException.invalid(name, value, "a number from 0 to " + most);
    }
    return value.doubleValue();
  }

  @Nullable Boolean bool(String name) {
    String value = text(name);
    if (value == null || value.equals("true") || value.equals("false")) {
      return value == null ? null : value.equals("true");
    }
    throw UnderstudyException.invalid(name, value, "true or false");
  }

  <E extends Enum<E> & Named> E named(String name, Class<E> type, E otherwise) {
    String value = text(name);
    return value == null ? otherwise : constant(name, value, type);
  }

  <E extends Enum<E> & Named> List<E> allNamed(String name, Class<E> type) {
    return all(name).stream().map(value -> constant(name, value, type)).toList();
  }

  private static <E extends Enum<E> & Named> E constant(String name, String value, Class<E> type) {
    E constant = Named.find(type, value);
    if (constant == null) {
      throw UnderstudyException.invalid(name, value, Named.expectation(type));
    }
    return constant;
  }

  /** How names resolve: as the parameter says, or else the header, or else as usual. */
  ResolveMode resolveMode(ResolveMode usual) {
    String header = request.getHeader(RESOLVE_HEADER);
    return named(
        "resolve",
        ResolveMode.class,
        header == null ? usual : constant(RESOLVE_HEADER.toString(), header, ResolveMode.class));
  }

  /**
   * As {@link #resolveMode}, where no name is guessed.
   *
   * @param why told to who asks for it
   */
  ResolveMode exactMode(ResolveMode usual, String why) {
    ResolveMode mode = resolveMode(usual);
    if (mode == ResolveMode.FUZZY) {
      throw UnderstudyException.invalid("resolve", mode.jsonName(), "strict or alias: " + why);
    }
    return mode;
  }

  /** The parameters that nobody asked for. */
  Set<String> others() {
    Set<String> others = new TreeSet<>(parameters.names());
    others.removeAll(known);
    return others;
  }

  /** Refuses a parameter that nobody asked for, naming those that exist. */
  void refuseOthers() {
    for (String other : others()) {
      throw UnderstudyException.invalid(
          other,
          parameters.get(other),
          known.isEmpty()
              ? "no query parameters here"
              : "no such parameter; there are " + String.join(", ", new TreeSet<>(known)));
    }
  }
}
