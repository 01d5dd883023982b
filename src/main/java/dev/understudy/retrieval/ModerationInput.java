package dev.understudy.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.Faults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one moderation result is about. Immutable.
 *
 * @param texts what is said
 * @param images addresses of images
 */
record ModerationInput(List<String> texts, List<String> images) {

  /** Most inputs of a request: our bound, so that no answer is too large. */
  private static final int MOST = 2048;

  ModerationInput {
    texts = List.copyOf(texts);
    images = List.copyOf(images);
  }

  /** Reads the field {@code input}: a string, strings, or the parts of one input. */
  static List<ModerationInput> readAll(RequestBody body) {
    JsonNode input = body.required("input", "a string, or an array of strings or parts");
    if (input == null) {
      return List.of();
    }
    if (input.isTextual()) {
      return List.of(new ModerationInput(List.of(input.textValue()), List.of()));
    }
    if (!input.isArray()) {
      body.faults().add("input", input, "a string, or an array of strings or parts");
      return List.of();
    }
    return input.path(0).isObject() ? List.of(parts(body, input)) : strings(body, input);
  }

  private static List<ModerationInput> strings(RequestBody body, JsonNode input) {
    return body.elements(
        "input",
        input,
        MOST,
        (path, text) -> {
          body.faults().require(text.isTextual(), path, text, "a string, as all are, or a part");
          return new ModerationInput(List.of(text.asText()), List.of());
        });
  }

  private static ModerationInput parts(RequestBody body, JsonNode input) {
    List<String> texts = new ArrayList<>();
    List<String> images = new ArrayList<>();
    body.elements(
        "input",
        input,
        MOST,
        (path, part) -> {
          switch (part.path("type").asText("")) {
            case "text" -> add(texts, body.faults(), path + ".text", part.get("text"));
            case "image_url" ->
                add(
                    images,
                    body.faults(),
                    path + ".image_url.url",
                    part.path("image_url").get("url"));
            default ->
                body.faults().add(path + ".type", part.get("type"), "one of text, image_url");
          }
          return path;
        });
    return new ModerationInput(texts, images);
  }

  private static void add(List<String> list, Faults faults, String path, @Nullable JsonNode value) {
    boolean ok = value != null && value.isTextual();
    faults.require(ok, path, value, "a string");
    if (value != null) {
      list.add(value.asText());
    }
  }
}
