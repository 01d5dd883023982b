package dev.understudy.bus;

import java.util.List;

/**
 * The ids of models that filters let through.
 *
 * @param ids in the order asked for
 */
public record ModelIds(List<String> ids) {

  /** Copies the list. */
  public ModelIds {
    ids = List.copyOf(ids);
  }
}
