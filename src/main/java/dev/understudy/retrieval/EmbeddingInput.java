package dev.understudy.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.Faults;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.Tokenizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One text to be embedded, as it is or in tokens. */
sealed interface EmbeddingInput {

  /** Most inputs of a request (OpenAI API reference: Create embeddings). */
  int MOST = 2048;

  /** How long it is, in characters or tokens. */
  int length();

  /** How many tokens it has. */
  int tokens(Tokenizer tokenizer);

  /**
   * The text.
   *
   * @param path where it stands, for the message
   * @throws UnderstudyException INVALID_REQUEST when a token is none of the vocabulary
   */
  String text(Tokenizer tokenizer, String path);

  /** A text as it is. */
  record Text(String text) implements EmbeddingInput {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public int tokens(Tokenizer tokenizer) {
      return tokenizer.count(text);
    }

    @Override
    public String text(Tokenizer tokenizer, String path) {
      return text;
    }
  }

  /** A text in tokens; nobody changes the array. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Tokens(int[] ids) implements EmbeddingInput {
    @Override
    public int length() {
      return ids.length;
    }

    @Override
    public int tokens(Tokenizer tokenizer) {
      return ids.length;
    }

    @Override
    public String text(Tokenizer tokenizer, String path) {
      for (int i = 0; i < ids.length; i++) {
        if (!tokenizer.knows(ids[i])) {
          throw UnderstudyException.invalid(
              path + "[" + i + "]", ids[i], "a token of the vocabulary " + tokenizer.name());
        }
      }
      return tokenizer.decode(ids);
    }
  }

  /** Reads the field {@code input}: a string, tokens, or an array of one of these. */
  static List<EmbeddingInput> readAll(RequestBody body) {
    JsonNode input =
        body.required("input", "a string, an array of strings or tokens, or one of token arrays");
    if (input == null) {
      return List.of();
    }
    boolean tokens = input.isArray() && input.path(0).isNumber();
    if (input.isArray() && !tokens) {
      return body.elements(
          "input", input, MOST, (path, element) -> read(body.faults(), path, element));
    }
    EmbeddingInput only = read(body.faults(), "input", input);
    return only == null ? List.of() : List.of(only);
  }

  private static @Nullable EmbeddingInput read(Faults faults, String path, JsonNode value) {
    if (value.isTextual() && !value.textValue().isEmpty()) {
      return new Text(value.textValue());
    }
    if (value.isArray() && !value.isEmpty()) {
      return tokens(faults, path, value);
    }
    faults.add(path, value, "a string that is not empty, or an array of at least one token");
    return null;
  }

  private static @Nullable EmbeddingInput tokens(Faults faults, String path, JsonNode array) {
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length && !faults.isFull(); i++) {
      JsonNode id = array.get(i);
      boolean ok = id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0;
      faults.require(ok, path + "[" + i + "]", id, "a token: a whole number from 0");
      ids[i] = ok ? id.intValue() : 0;
    }
    return new Tokens(ids);
  }
}
