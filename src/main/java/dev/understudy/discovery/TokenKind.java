package dev.understudy.discovery;

import dev.understudy.model.Named;
import java.util.Locale;

/** What a part of a model's name stands for. */
public enum TokenKind implements Named {
  /** A version or any other part with a digit in it: {@code 3.1}, {@code 4o}, {@code k2.5}. */
  NUMBER,
  /** Parameters, active parameters, experts or context: {@code 8b}, {@code 8x7b}, {@code a22b}. */
  SIZE,
  /** A day or a month: {@code 2024-11-20}, {@code 20250929}, {@code 0528}, {@code 2411}. */
  DATE,
  /** A word that names another model of the same family, see {@link NameWords#TIERS}. */
  TIER,
  /** A word that says how a model was finished, see {@link NameWords#FILLERS}. */
  FILLER,
  /** How the same weights are stored, see {@link NameWords#FORMAT}. */
  FORMAT,
  /** Any other word: a family or a variant. */
  WORD;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
