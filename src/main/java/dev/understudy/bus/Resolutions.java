package dev.understudy.bus;

import dev.understudy.discovery.Resolution;
import java.util.List;

/**
 * How many names resolve.
 *
 * @param data one answer for each name, in their order
 */
public record Resolutions(List<Resolution> data) {

  /** Copies the list. */
  public Resolutions {
    data = List.copyOf(data);
  }
}
