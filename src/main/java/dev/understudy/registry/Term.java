package dev.understudy.registry;

import dev.understudy.model.Capability;
import dev.understudy.model.Modality;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One value that a model has in one dimension. */
record Term(Dimension dimension, String value) {

  private static final Term[] CAN = capabilities("");
  private static final Term[] CANNOT = capabilities("-");

  private static Term[] capabilities(String sign) {
    Capability[] all = Capability.values();
    Term[] terms = new Term[all.length];
    for (int i = 0; i < all.length; i++) {
      terms[i] = new Term(Dimension.CAPABILITY, sign + all[i].jsonName());
    }
    return terms;
  }

  @SuppressWarnings("EnumOrdinal") // an array over the enum, in memory only
  static Term of(Capability capability, boolean value) {
    return (value ? CAN : CANNOT)[capability.ordinal()];
  }

  /** Whether it says what a model cannot do. */
  boolean isKnownFalse() {
    return dimension == Dimension.CAPABILITY && value.startsWith("-");
  }

  /** Every term of the model, each once. */
  static List<Term> of(ModelDefinition model) {
    List<Term> terms = new ArrayList<>(32);
    addCapabilities(terms, model.capabilities());
    model.tags().forEach(tag -> terms.add(new Term(Dimension.TAG, tag)));
    add(terms, Dimension.OWNED_BY, model.ownedBy());
    add(terms, Dimension.PROVIDER, model.provider());
    add(terms, Dimension.FAMILY, model.family());
    add(terms, Dimension.STATUS, name(model.status()));
    add(terms, Dimension.ORIGIN, model.origin() == null ? null : name(model.origin().kind()));
    if (model.modalities() != null) {
      addModalities(terms, Dimension.INPUT, model.modalities().input());
      addModalities(terms, Dimension.OUTPUT, model.modalities().output());
    }
    if (model.openWeights() != null) {
      terms.add(new Term(Dimension.OPEN_WEIGHTS, String.valueOf(model.openWeights())));
    }
    return terms;
  }

  /** Whether two models have the same terms, told without making them; false for perhaps. */
  static boolean sameOf(ModelDefinition one, ModelDefinition other) {
    return one.capabilities().equals(other.capabilities())
        && one.tags().equals(other.tags())
        && Objects.equals(one.ownedBy(), other.ownedBy())
        && Objects.equals(one.provider(), other.provider())
        && Objects.equals(one.family(), other.family())
        && one.status() == other.status()
        && Objects.equals(one.origin(), other.origin())
        && Objects.equals(one.modalities(), other.modalities())
        && Objects.equals(one.openWeights(), other.openWeights());
  }

  private static void addCapabilities(List<Term> terms, ModelCapabilities capabilities) {
    for (Capability capability : Capability.values()) {
      Boolean value = capabilities.get(capability);
      if (value != null) {
        terms.add(of(capability, value));
      }
    }
  }

  private static void addModalities(
      List<Term> terms, Dimension dimension, List<Modality> modalities) {
    modalities.forEach(modality -> terms.add(new Term(dimension, modality.jsonName())));
  }

  private static void add(List<Term> terms, Dimension dimension, @Nullable String value) {
    if (value != null) {
      terms.add(new Term(dimension, value));
    }
  }

  private static @Nullable String name(@Nullable Named constant) {
    return constant == null ? null : constant.jsonName();
  }
}
