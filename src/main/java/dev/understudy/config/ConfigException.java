package dev.understudy.config;

import dev.understudy.model.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that stop the start, each with its path, its value and what was expected. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Settings with those faults. */
  public ConfigException(List<Fault> faults) {
    super(
        faults.stream()
            .map(Fault::message)
            .collect(Collectors.joining("\n  ", "configuration:\n  ", "")),
        null,
        false,
        false);
  }
}
