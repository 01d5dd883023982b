package dev.understudy.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one fault key by key. Values may be texts, as in a header, or numbers. What is wrong is
 * noted, with its key, in the faults of the fields. Confined to one thread.
 */
final class FaultReader {

  private static final int LEAST_STATUS = 400;
  private static final int MOST_STATUS = 599;
  private static final int USUAL_ERROR = 500;
  private static final int MOST_TOKENS = 1_000_000;
  private static final int MOST_FIRST = 1_000_000;
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long SHORTEST_KEEP_ALIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final String DURATION = "a duration with its unit up to 1h, as 200ms, 0.5s or 2m";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,12})?");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Effect NOTHING = new Effect.SlowStart(0);

  private final Fields fields;

  private FaultReader(Fields fields) {
    this.fields = fields;
  }

  /**
   * The fault; of no use when something was noted.
   *
   * @param id see {@link FaultSpec#id}
   */
  static FaultSpec read(Fields fields, FaultSource source, String id) {
    FaultReader reader = new FaultReader(fields);
    String name = reader.name("name");
    int first = reader.whole("first", 0, 1, MOST_FIRST);
    boolean sometimes = fields.get("rate") != null;
    fields
        .faults()
        .require(first == 0 || !sometimes, "first", first, "no rate beside it, or rate alone");
    double rate = sometimes ? reader.rate() : 1;
    return new FaultSpec(source, id, name, reader.effect(), rate, first);
  }

  private Effect effect() {
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    Arrays.stream(FaultKind.values()).filter(k -> fields.get(k.key()) != null).forEach(kinds::add);
    if (kinds.contains(FaultKind.ERROR)) {
      kinds.remove(FaultKind.STATUS); // of the error
    }
    if (kinds.size() != 1) {
      String found = kinds.stream().map(FaultKind::key).collect(Collectors.joining(" and "));
      String keys =
          Arrays.stream(FaultKind.values()).map(FaultKind::key).collect(Collectors.joining(", "));
      fields.faults().add("", found.isEmpty() ? null : found, "one of " + keys);
      return NOTHING;
    }
    return effect(kinds.iterator().next());
  }

  private Effect effect(FaultKind kind) {
    String key = kind.key();
    return switch (kind) {
      case STATUS -> error(status(LEAST_STATUS), true);
      case SLOW_START -> new Effect.SlowStart(duration(key, 0));
      case STALL -> new Effect.Stall(tokens(key, 0), stallNanos());
      case CUT, RESET, MALFORMED -> new Effect.Break(kind, tokens(key, 0));
      case ERROR -> new Effect.ErrorFrame(tokens(key, 0), error(status(USUAL_ERROR), false));
      case SPLIT -> new Effect.Split(where());
      case CHUNKS -> new Effect.Chunks(tokens(key, 1));
      case KEEP_ALIVE ->
          new Effect.KeepAlive(
              Math.max(SHORTEST_KEEP_ALIVE_NANOS, duration(key, SHORTEST_KEEP_ALIVE_NANOS)));
    };
  }

  private Effect.HttpError error(int status, boolean ofWholeAnswer) {
    return new Effect.HttpError(
        status,
        name("code"),
        name("type"),
        ofWholeAnswer && fields.get("retry_after") != null ? duration("retry_after", 0) : -1,
        ofWholeAnswer && fields.get("delay") != null ? duration("delay", 0) : 0);
  }

  private int status(int otherwise) {
    return whole("status", otherwise, LEAST_STATUS, MOST_STATUS);
  }

  private long stallNanos() {
    fields.faults().require(fields.get("for") != null, "for", null, DURATION);
    return duration("for", 0);
  }

  private Effect.Split.Where where() {
    String text = Objects.requireNonNullElse(scalar("split"), "");
    Effect.Split.Where where = Named.find(Effect.Split.Where.class, text);
    fields
        .faults()
        .require(where != null, "split", text, Named.expectation(Effect.Split.Where.class));
    return Objects.requireNonNullElse(where, Effect.Split.Where.FRAMES);
  }

  private TokenRange tokens(String key, int least) {
    String text = Objects.requireNonNullElse(scalar(key), "");
    TokenRange range = TokenRange.parse(text);
    boolean ok = range != null && range.least() >= least && range.most() <= MOST_TOKENS;
    String expected = "a number of tokens from " + least + " to " + MOST_TOKENS;
    fields.faults().require(ok, key, text, expected + ", or a range as 3-9");
    return range == null ? new TokenRange(least, least) : range;
  }

  private long duration(String key, long leastNanos) {
    String text = scalar(key);
    if (text == null) {
      return 0;
    }
    long nanos = Durations.nanos(text);
    boolean ok = nanos >= leastNanos && nanos <= LONGEST_NANOS;
    String least = leastNanos == 0 ? "" : " from " + Durations.text(leastNanos);
    fields.faults().require(ok, key, text, DURATION.replace(" up to", least + " up to"));
    return ok ? nanos : 0;
  }

  private double rate() {
    JsonNode value = fields.get("rate");
    String text = scalar("rate");
    double rate = -1;
    if (value != null && value.isNumber()) {
      rate = value.doubleValue();
    } else if (text != null && NUMBER.matcher(text).matches()) {
      rate = Double.parseDouble(text);
    }
    boolean ok = rate >= 0 && rate <= 1;
    fields.faults().require(ok, "rate", text, "a share of requests from 0 to 1");
    return ok ? rate : 0;
  }

  private int whole(String key, int otherwise, int least, int most) {
    String text = scalar(key);
    if (text == null) {
      return otherwise;
    }
    int number = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
    boolean ok = number >= least && number <= most;
    fields.faults().require(ok, key, text, "a whole number from " + least + " to " + most);
    return ok ? number : otherwise;
  }

  /** It comes back in headers. */
  private @Nullable String name(String key) {
    String text = scalar(key);
    boolean ok = text == null || NAME.matcher(text).matches();
    fields.faults().require(ok, key, text, "at most 64 letters, digits and _ . -");
    return ok ? text : null;
  }

  private @Nullable String scalar(String key) {
    JsonNode value = fields.get(key);
    if (value == null || value.isValueNode()) {
      return value == null ? null : value.asText();
    }
    fields.faults().add(key, value, "a text or a number");
    return null;
  }

  /** The faults of an array, or the one of an object. */
  static List<FaultSpec> readAll(
      Fields fields, String key, FaultSource source, String id, int most) {
    JsonNode value = fields.get(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      FaultSpec one = fields.object(key, value, f -> read(f, source, id + "/0"));
      return one == null ? List.of() : List.of(one);
    }
    fields.faults().require(value.size() <= most, key, value.size(), "at most " + most + " faults");
    List<FaultSpec> all = new ArrayList<>();
    for (int i = 0; i < Math.min(most, value.size()); i++) {
      String path = key + "[" + i + "]";
      String itsId = id + "/" + i;
      FaultSpec spec = fields.object(path, value.get(i), f -> read(f, source, itsId));
      if (spec != null) {
        all.add(spec);
      }
    }
    return all;
  }
}
