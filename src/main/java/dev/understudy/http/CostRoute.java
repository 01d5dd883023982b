package dev.understudy.http;

import dev.understudy.bus.FoundModel;
import dev.understudy.bus.ModelLookup;
import dev.understudy.config.ServerConfig;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.model.Cost;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.TokenUsage;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.Version;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/models/{id}/cost}: what a request costs, exactly, and by which rule. */
final class CostRoute {

  private final ModelLookup lookup;
  private final VersionRoutes versions;
  private final ResolveMode usual;
  private final Clock clock;

  CostRoute(ModelLookup lookup, VersionRoutes versions, ServerConfig config, Clock clock) {
    this.versions = versions;
    this.lookup = lookup;
    this.usual =
        config.simulation().resolve() == ResolveMode.STRICT
            ? ResolveMode.STRICT
            : ResolveMode.ALIAS;
    this.clock = clock;
  }

  Future<Void> cost(RoutingContext context, ModelPath path) {
    Query parameters = Query.of(context.request());
    ResolveMode mode = parameters.exactMode(usual, "nobody is billed for a guess");
    Future<Version> past = versions.asked(parameters, path.id());
    parameters.refuseOthers();
    Future<ModelDefinition> model =
        past != null
            ? past.onSuccess(
                    version -> VersionRoutes.nameVersion(context.response(), path.id(), version))
                .map(version -> Objects.requireNonNull(version.model()))
            : lookup
                .find(path.id(), mode)
                .onSuccess(found -> ModelReads.nameResolved(context.response(), found))
                .map(FoundModel::model);
    return JsonBody.read(context, CostRoute::usage)
        .compose(
            usage -> model.compose(priced -> Bodies.send(context.response(), body(priced, usage))));
  }

  private static TokenUsage usage(byte[] bytes) {
    Faults faults = new Faults();
    Fields fields = new Fields(Json.parseObject(bytes), faults);
    TokenUsage usage =
        faults.part(
            "",
            () ->
                new TokenUsage(
                    tokens(fields, "input_tokens"),
                    tokens(fields, "cached_input_tokens"),
                    tokens(fields, "cache_write_tokens"),
                    tokens(fields, "output_tokens"),
                    tokens(fields, "reasoning_tokens"),
                    fields.text("service_tier"),
                    Boolean.TRUE.equals(fields.bool("batch")),
                    Times.read(fields, "at")));
    fields.refuseOthers();
    if (!faults.none() || usage == null) {
      String all = new InvalidModelException(faults.list()).message();
      throw new UnderstudyException(ErrorCode.INVALID_REQUEST, all, faults.list().get(0).path());
    }
    return usage;
  }

  private static long tokens(Fields fields, String name) {
    return Objects.requireNonNullElse(fields.whole(name), 0L);
  }

  private byte[] body(ModelDefinition model, TokenUsage usage) {
    Cost cost = Cost.of(model.pricing(), usage, clock.instant());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model.id());
    body.put("cost", text(cost.amount()));
    body.put("currency", "USD");
    body.put("rule", cost.rule());
    body.put("reason", cost.reason());
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Cost.Line line : cost.lines()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("item", line.item());
      shown.put("tokens", line.tokens());
      shown.put("per_million", text(line.perMillion()));
      shown.put("cost", text(line.amount()));
      lines.add(shown);
    }
    body.put("lines", lines);
    return Json.bytes(body);
  }

  private static @Nullable String text(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.toPlainString();
  }
}
