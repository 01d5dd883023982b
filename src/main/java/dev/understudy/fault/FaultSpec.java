package dev.understudy.fault;

import org.jspecify.annotations.Nullable;

/**
 * One fault as it is asked for: what is to happen, and how often. Immutable.
 *
 * @param source who asks
 * @param id tells it from all others that a request may meet: draws and counts go by it
 * @param name what people call it; null when it has none
 * @param effect what happens
 * @param rate to which share of requests, 0 to 1
 * @param first to how many requests of a key and a model, and to none after that; 0 for no end
 */
public record FaultSpec(
    FaultSource source, String id, @Nullable String name, Effect effect, double rate, int first) {

  /** What asks for it: {@code status=503;retry_after=2s;rate=0.2}. */
  public String text() {
    return effect + (rate < 1 ? ";rate=" + rate : "") + (first > 0 ? ";first=" + first : "");
  }

  /** Who asked, for headers: {@code rule=brownout}, {@code source=header}. */
  String origin() {
    return name == null ? "source=" + source.jsonName() : source.jsonName() + "=" + name;
  }
}
