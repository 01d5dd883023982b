package dev.understudy.bus;

import dev.understudy.discovery.Via;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A model that a name was resolved to.
 *
 * @param model the model
 * @param via the step that found it
 * @param revision the model's last change; null when it is not stored (made up, or derived from its
 *     base)
 */
public record FoundModel(ModelDefinition model, Via via, @Nullable Revision revision) {}
