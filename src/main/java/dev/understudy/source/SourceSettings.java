package dev.understudy.source;

import dev.understudy.address.AddressRules;
import java.util.Set;

/**
 * Where sources may be.
 *
 * @param schemes of their URLs, those of redirects too; of https, http and file
 * @param rules to which addresses there are connections
 */
public record SourceSettings(Set<String> schemes, AddressRules rules) {

  /** Copies the set. */
  public SourceSettings {
    schemes = Set.copyOf(schemes);
  }
}
