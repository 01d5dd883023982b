package dev.understudy.model;

import java.util.Locale;

/** A kind of content that goes into a model or comes out of it. */
public enum Modality implements Named {
  /** Text. */
  TEXT,
  /** Still images. */
  IMAGE,
  /** Sound, speech included. */
  AUDIO,
  /** Moving images. */
  VIDEO,
  /** Documents such as PDF. */
  FILE,
  /** Vectors, only as output. */
  EMBEDDING,
  /** Relevance or category scores, only as output. */
  SCORE;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
