package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import java.util.Collection;

/**
 * An index over models that is made of immutable parts, so that a write costs what it writes and
 * not what there is: models that go are marked in their part, those that come make a new small one.
 * Whoever owns an index of many parts makes it anew of all models when it suits.
 *
 * @param <T> the index itself
 */
public interface Segmented<T> {

  /**
   * The index after a write.
   *
   * @param gone models as they were, which the index has
   * @param come models as they are now
   */
  T updated(Collection<ModelDefinition> gone, Collection<ModelDefinition> come);

  /** Of how many parts it is; each look-up looks into all. */
  int segments();
}
