package dev.understudy.http;

import dev.understudy.model.Modality;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.CapabilityCondition;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.ModelQueryBuilder;
import dev.understudy.registry.Sort;

/** The query parameters of {@code GET /v1/models}: filters, order and page. */
final class ListParameters {

  private ListParameters() {}

  /**
   * The query that the parameters ask for.
   *
   * @throws UnderstudyException INVALID_REQUEST, naming the parameter
   */
  static ModelQuery read(Query parameters) {
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
    query
        .minContext(parameters.integer("min_context", 1, Integer.MAX_VALUE))
        .maxInputPrice(parameters.amount("max_input_price"))
        .maxOutputPrice(parameters.amount("max_output_price"))
        .openWeights(parameters.bool("open_weights"))
        .includeUnknown(Boolean.TRUE.equals(parameters.bool("include_unknown")))
        .q(parameters.text("q"))
        .sort(parameters.named("sort", Sort.class, Sort.ID))
        .descending(parameters.named("order", Order.class, Order.ASC) == Order.DESC)
        .limit(parameters.integer("limit", 1, ModelQuery.MAX_LIMIT))
        .after(parameters.text("after"));
    return query.build();
  }
}
