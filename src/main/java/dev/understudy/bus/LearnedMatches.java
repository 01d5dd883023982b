package dev.understudy.bus;

import dev.understudy.discovery.LearnedMatch;
import java.util.List;

/** What names were taken to mean, the most often so first. */
public record LearnedMatches(List<LearnedMatch> data) {

  /** Copies the list. */
  public LearnedMatches {
    data = List.copyOf(data);
  }
}
