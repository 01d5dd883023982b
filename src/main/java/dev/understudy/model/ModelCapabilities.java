package dev.understudy.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model can do: each {@link Capability} is true, false or unknown, and unknown is never
 * taken for false. Immutable; safe on any thread. Held as two bit sets, since a registry keeps one
 * for each model.
 */
public final class ModelCapabilities {

  /** Nothing is known. */
  public static final ModelCapabilities UNKNOWN = new ModelCapabilities(0, 0, null);

  private final long can;
  private final long cannot;
  private final @Nullable MoEConfig moeConfig;

  private ModelCapabilities(long can, long cannot, @Nullable MoEConfig moeConfig) {
    if (moeConfig != null) {
      Faults faults = new Faults();
      faults.require(
          (cannot & bit(Capability.MOE)) == 0, "moe", false, "true, as moe_config is given");
      faults.throwIfAny();
      can |= bit(Capability.MOE);
    }
    this.can = can;
    this.cannot = cannot;
    this.moeConfig = moeConfig;
  }

  /**
   * Capabilities that are known true and known false.
   *
   * @throws InvalidModelException when one is said to be both
   */
  public static ModelCapabilities of(Collection<Capability> can, Collection<Capability> cannot) {
    Faults faults = new Faults();
    for (Capability capability : can) {
      faults.require(
          !cannot.contains(capability), capability.jsonName(), "can and cannot", "one of the two");
    }
    faults.throwIfAny();
    return new ModelCapabilities(bits(can), bits(cannot), null);
  }

  private static long bits(Collection<Capability> capabilities) {
    long bits = 0;
    for (Capability capability : capabilities) {
      bits |= bit(capability);
    }
    return bits;
  }

  @SuppressWarnings("EnumOrdinal") // bit sets in memory only, never stored
  private static long bit(Capability capability) {
    return 1L << capability.ordinal();
  }

  /** True or false when known, null when unknown. */
  public @Nullable Boolean get(Capability capability) {
    if ((can & bit(capability)) != 0) {
      return Boolean.TRUE;
    }
    return (cannot & bit(capability)) != 0 ? Boolean.FALSE : null;
  }

  /** True only when the model is known to have it. */
  public boolean can(Capability capability) {
    return (can & bit(capability)) != 0;
  }

  /** True only when the model is known not to have it. */
  public boolean cannot(Capability capability) {
    return (cannot & bit(capability)) != 0;
  }

  /** True when neither is known. */
  public boolean isUnknown(Capability capability) {
    return ((can | cannot) & bit(capability)) == 0;
  }

  /** What is known true, in the order of the enum. */
  public List<Capability> can() {
    return list(can);
  }

  /** What is known false, in the order of the enum. */
  public List<Capability> cannot() {
    return list(cannot);
  }

  private static List<Capability> list(long bits) {
    List<Capability> list = new ArrayList<>(Long.bitCount(bits));
    for (Capability capability : Capability.values()) {
      if ((bits & bit(capability)) != 0) {
        list.add(capability);
      }
    }
    return list;
  }

  /** The figures of a mixture of experts, or null when unknown or not one. */
  public @Nullable MoEConfig moeConfig() {
    return moeConfig;
  }

  /** A copy in which one capability is true, false or (null) unknown. */
  public ModelCapabilities with(Capability capability, @Nullable Boolean value) {
    long others = ~bit(capability);
    long yes = Boolean.TRUE.equals(value) ? bit(capability) : 0;
    long no = Boolean.FALSE.equals(value) ? bit(capability) : 0;
    MoEConfig moe = capability == Capability.MOE && yes == 0 ? null : moeConfig;
    return new ModelCapabilities((can & others) | yes, (cannot & others) | no, moe);
  }

  /** A copy with those figures; with figures, {@code moe} is true. */
  public ModelCapabilities withMoeConfig(@Nullable MoEConfig config) {
    return new ModelCapabilities(can, cannot, config);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModelCapabilities that
        && can == that.can
        && cannot == that.cannot
        && Objects.equals(moeConfig, that.moeConfig);
  }

  @Override
  public int hashCode() {
    return Objects.hash(can, cannot, moeConfig);
  }

  @Override
  public String toString() {
    return "ModelCapabilities[can=" + can() + ", cannot=" + cannot() + ", moe=" + moeConfig + "]";
  }
}
