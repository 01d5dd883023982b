package dev.understudy.registry;

import dev.understudy.model.Named;

/** What an {@link Event} tells. */
public enum EventType implements Named {
  /** There is a model that was not there. */
  MODEL_ADDED("model.added"),
  /** A model is another now. */
  MODEL_UPDATED("model.updated"),
  /** A model is gone. */
  MODEL_REMOVED("model.removed"),
  /** A model's status became deprecated. */
  MODEL_DEPRECATED("model.deprecated"),
  /** A model's retirement date is near. */
  MODEL_RETIRING("model.retiring"),
  /** A model's prices moved. */
  MODEL_PRICE_CHANGED("model.price_changed"),
  /** A name means another model now, or none, or means one that meant none. */
  ALIAS_REPOINTED("alias.repointed"),
  /** A remote source had other content, which was taken. */
  SOURCE_UPDATED("source.updated"),
  /** A remote source could not be read, or what it had was refused. */
  SOURCE_FAILED("source.failed");

  private final String jsonName;

  EventType(String jsonName) {
    this.jsonName = jsonName;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
