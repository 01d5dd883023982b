package dev.understudy.discovery;

import dev.understudy.model.Named;
import java.util.Locale;

/** The step at which a name resolved. */
public enum Via implements Named {
  /** It is an id. */
  EXACT,
  /** It is an alias. */
  ALIAS,
  /** Case and separators differ, nothing else. */
  NORMALIZED,
  /** The owner was left out, added, or is another host's. */
  OWNER_DROPPED,
  /** A rule took off what a host adds, see {@link NameRules}. */
  RULE,
  /** All its parts are there, in one model only. */
  TOKENS,
  /** Family and size without a version: the newest active model that converses. */
  POLICY,
  /** One word was spelled wrong. */
  SPELLING,
  /** Several are equally right, and the name usually means this one, see {@link ModelMatcher}. */
  LEARNED,
  /** The id of a tuned model, whose base resolves; the definition is derived from the base's. */
  FINE_TUNE;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
