package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.CollectorContext;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.RefValidator;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Validators of schemas from strangers: they fetch nothing, formats count, and the work for one
 * value is bounded. Without references a validation is a schema's size times a value's; with them a
 * few lines can ask for more than any machine has, so references are counted in a {@link
 * CollectorContext}.
 */
final class Validators {

  private static final int MAX_REFERENCES = 200_000;

  private static final SchemaRegistry DRAFT_7 = registry(Dialects.getDraft7());
  private static final SchemaRegistry DRAFT_2019_09 = registry(Dialects.getDraft201909());
  private static final SchemaRegistry DRAFT_2020_12 = registry(Dialects.getDraft202012());

  private Validators() {}

  /** By {@code $schema}; without, 2020-12, or draft 7 where its arrays of items are used. */
  static SchemaRegistry of(JsonNode schema) {
    String dialect = schema.path("$schema").asText("");
    if (dialect.contains("draft-0")) {
      return DRAFT_7;
    }
    if (dialect.contains("2019-09")) {
      return DRAFT_2019_09;
    }
    return dialect.isEmpty() && schema.findValues("items").stream().anyMatch(JsonNode::isArray)
        ? DRAFT_7
        : DRAFT_2020_12;
  }

  private static SchemaRegistry registry(Dialect dialect) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .formatAssertionsEnabled(true)
            .preloadSchema(false)
            .pathType(PathType.JSON_POINTER)
            .regularExpressionFactory(TextPattern::new)
            .build();
    Dialect counting =
        Dialect.builder(dialect)
            .keyword(new CountedRef())
            .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
            .build();
    return SchemaRegistry.withDialect(
        counting,
        builder ->
            builder
                .schemaRegistryConfig(config)
                .schemaCacheEnabled(false)
                .schemaLoader(loader -> loader.allow(iri -> false)));
  }

  private static final class CountedRef extends AbstractKeyword {

    CountedRef() {
      super("$ref");
    }

    @Override
    public KeywordValidator newValidator(
        SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
      return new CountedRefValidator(location, node, parent, context);
    }
  }

  private static final class CountedRefValidator extends RefValidator {

    CountedRefValidator(
        SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
      super(location, node, parent, context);
    }

    @Override
    public void validate(
        ExecutionContext context, JsonNode node, JsonNode rootNode, NodePath instance) {
      AtomicInteger count =
          context
              .getCollectorContext()
              .computeIfAbsent(CountedRef.class, key -> new AtomicInteger());
      if (count.incrementAndGet() > MAX_REFERENCES) {
        throw Unmet.at(
            instance.toString(),
            "more than " + MAX_REFERENCES + " references followed (expected: a simpler schema)");
      }
      super.validate(context, node, rootNode, instance);
    }
  }
}
