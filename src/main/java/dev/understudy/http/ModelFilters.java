package dev.understudy.http;

import dev.understudy.model.Modality;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.registry.CapabilityCondition;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.ModelQueryBuilder;

/** The filters that lists and searches share, as query parameters. */
final class ModelFilters {

  private ModelFilters() {}

  /** Reads them; what orders, cuts or looks for words is left to the route. */
  static ModelQueryBuilder read(Query parameters) {
    ModelQueryBuilder query = ModelQuery.builder();
    parameters.all("capability").forEach(c -> query.capability(CapabilityCondition.parse(c)));
    parameters.all("tag").forEach(query::tag);
    parameters.all("owned_by").forEach(query::ownedBy);
    parameters.all("provider").forEach(query::provider);
    parameters.all("family").forEach(query::family);
    parameters.allNamed("status", ModelStatus.class).forEach(query::status);
    parameters.allNamed("origin", Origin.Kind.class).forEach(query::origin);
    parameters.allNamed("input_modality", Modality.class).forEach(query::inputModality);
    parameters.allNamed("output_modality", Modality.class).forEach(query::outputModality);
    return query
        .minContext(parameters.integer("min_context", 1, Integer.MAX_VALUE))
        .maxInputPrice(parameters.amount("max_input_price"))
        .maxOutputPrice(parameters.amount("max_output_price"))
        .openWeights(parameters.bool("open_weights"))
        .includeUnknown(Boolean.TRUE.equals(parameters.bool("include_unknown")));
  }
}
