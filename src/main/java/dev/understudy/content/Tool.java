package dev.understudy.content;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A function that the model may call. Immutable, as its schema is never changed.
 *
 * @param name by which it is called
 * @param description what it is for; empty when not said
 * @param parameters JSON Schema of its arguments; an object without properties when not said
 */
public record Tool(String name, String description, JsonNode parameters) {}
