package dev.understudy.source;

import java.util.List;

/**
 * All sources, in the order in which they lie over each other: the later wins.
 *
 * @param sources each with how it does
 */
public record SourceList(List<SourceStatus> sources) {

  /** Copies the list. */
  public SourceList {
    sources = List.copyOf(sources);
  }
}
