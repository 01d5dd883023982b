package dev.understudy.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.ModelDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What a write tells beside the models that it changed. Safe on any thread.
 *
 * @param type what happened
 * @param subject the id of the model, or the name of the source
 * @param model the model; null for a source
 * @param details what is told of it, a JSON object
 */
public record Notice(
    EventType type, String subject, @Nullable ModelDefinition model, JsonNode details) {}
