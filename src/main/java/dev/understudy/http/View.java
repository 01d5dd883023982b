package dev.understudy.http;

import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import java.util.Locale;

/** How much of a model an answer shows. */
enum View implements Named {
  /** OpenAI's Model object, with root and parent. */
  OPENAI,
  /** Everything. */
  FULL;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  /** The model as JSON. */
  byte[] encode(ModelDefinition model) {
    return Json.bytes(this == OPENAI ? model.toOpenAiModel() : model);
  }

  /** What the view adds to an entity tag. */
  String etagSuffix() {
    return this == OPENAI ? "" : jsonName;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
