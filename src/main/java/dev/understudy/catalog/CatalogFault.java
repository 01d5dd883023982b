package dev.understudy.catalog;

import dev.understudy.model.Fault;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a catalog. Safe on any thread.
 *
 * @param file the file's name; the directory when it is no file's fault
 * @param model the model's id; null when it is the file's own fault, or the model has no id
 * @param fault the field, what it says, and what was expected
 */
public record CatalogFault(String file, @Nullable String model, Fault fault) {

  /** One line for people: {@code openai.json: gpt-4o: context_window: -1 (expected: ...)}. */
  public String message() {
    return file + ": " + (model == null ? "" : model + ": ") + fault.message();
  }
}
