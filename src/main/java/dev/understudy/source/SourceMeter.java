package dev.understudy.source;

import dev.understudy.model.Named;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what comes of fetching sources, dry runs apart. Safe on any thread. */
public final class SourceMeter {

  private final Map<Result, LongAdder> refreshes = new EnumMap<>(Result.class);

  /** What comes of fetching a source. */
  public enum Result implements Named {
    /** It had other content, which was taken. */
    TAKEN,
    /** It had what it had. */
    UNCHANGED,
    /** It could not be read, or what it has was refused. */
    FAILED;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }

  /** Has counted nothing. */
  public SourceMeter() {
    for (Result result : Result.values()) {
      refreshes.put(result, new LongAdder());
    }
  }

  void count(Result result) {
    adder(result).increment();
  }

  /** How many had that result. */
  public long refreshes(Result result) {
    return adder(result).sum();
  }

  private LongAdder adder(Result result) {
    return Objects.requireNonNull(refreshes.get(result));
  }
}
