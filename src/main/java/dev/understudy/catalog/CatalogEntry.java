package dev.understudy.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One model as a file has it.
 *
 * @param file the file
 * @param place where in the file, as {@code models[3]}
 * @param node what it says
 */
record CatalogEntry(CatalogFile file, String place, ObjectNode node) {

  /** The model's id; null when there is none that could name it. */
  @Nullable String id() {
    return text("id");
  }

  /** What it extends; null when nothing. */
  @Nullable String base() {
    return text("extends");
  }

  private @Nullable String text(String field) {
    JsonNode value = node.get(field);
    return value != null && value.isTextual() && !value.textValue().isBlank()
        ? value.textValue()
        : null;
  }
}
