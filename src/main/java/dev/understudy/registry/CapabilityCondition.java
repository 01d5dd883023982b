package dev.understudy.registry;

import dev.understudy.model.Capability;
import dev.understudy.model.Named;
import dev.understudy.model.UnderstudyException;
import org.jspecify.annotations.Nullable;

/**
 * What a filter wants of one capability. Safe on any thread.
 *
 * @param capability which
 * @param value known true, known false, or (null) unknown
 */
public record CapabilityCondition(Capability capability, @Nullable Boolean value) {

  /**
   * Reads {@code vision} (true), {@code -vision} (false) or {@code ?vision} (unknown).
   *
   * @throws UnderstudyException when it names no capability
   */
  public static CapabilityCondition parse(String text) {
    char sign = text.isEmpty() ? ' ' : text.charAt(0);
    boolean signed = sign == '-' || sign == '?';
    Capability capability = Named.find(Capability.class, signed ? text.substring(1) : text);
    if (capability == null) {
      throw UnderstudyException.invalid(
          "capability",
          text,
          "with - (false) or ? (unknown) before it or without, "
              + Named.expectation(Capability.class));
    }
    return new CapabilityCondition(capability, sign == '?' ? null : sign != '-');
  }

  boolean test(@Nullable Boolean known) {
    return value == null ? known == null : value.equals(known);
  }

  @Override
  public String toString() {
    return (value == null ? "?" : value ? "" : "-") + capability.jsonName();
  }
}
