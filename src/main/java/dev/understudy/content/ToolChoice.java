package dev.understudy.content;

import java.util.Set;

/**
 * Whether the model is to call tools. Immutable.
 *
 * @param mode how free it is
 * @param names the tools it may choose from; empty for all
 */
public record ToolChoice(Mode mode, Set<String> names) {

  /** As the model likes, any of them. */
  public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, Set.of());

  /** How free the model is. */
  public enum Mode {
    /** It answers or calls, as it likes. */
    AUTO,
    /** It does not call. */
    NONE,
    /** It calls at least one. */
    REQUIRED
  }

  /** Copies the set. */
  public ToolChoice {
    names = Set.copyOf(names);
  }

  /** Any of a mode. */
  public static ToolChoice of(Mode mode) {
    return new ToolChoice(mode, Set.of());
  }

  /** That one, whatever was asked. */
  public static ToolChoice named(String name) {
    return new ToolChoice(Mode.REQUIRED, Set.of(name));
  }

  /** Whether it leaves the model a single tool. */
  public boolean isForced() {
    return mode == Mode.REQUIRED && names.size() == 1;
  }

  /** Whether that tool may be chosen. */
  boolean allows(Tool tool) {
    return names.isEmpty() || names.contains(tool.name());
  }
}
