package dev.understudy.model;

import java.util.Locale;

/** What a component price is paid for. */
public enum PriceUnit implements Named {
  /** A million audio tokens in. */
  MILLION_AUDIO_INPUT_TOKENS,
  /** A million audio tokens out. */
  MILLION_AUDIO_OUTPUT_TOKENS,
  /** A minute of audio. */
  MINUTE,
  /** A million characters of text. */
  MILLION_CHARACTERS,
  /** One image in. */
  INPUT_IMAGE,
  /** One image out. */
  OUTPUT_IMAGE;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
