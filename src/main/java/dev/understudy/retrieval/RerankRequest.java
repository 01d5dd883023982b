package dev.understudy.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.text.TokenText;
import dev.understudy.text.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/rerank}, and its answer: Cohere's, with the fields that clients of
 * Jina and vLLM read beside.
 *
 * @param fields as of all requests
 * @param query what is looked for
 * @param documents in what, at least one
 * @param topN how many are answered, from 1; null for all
 * @param returnDocuments whether the answer has their texts
 * @param maxTokensPerDocument what is longer is cut, from 1
 * @see <a href="https://docs.cohere.com/v2/reference/rerank">Rerank API (v2)</a>
 */
public record RerankRequest(
    RequestFields fields,
    String query,
    List<String> documents,
    @Nullable Integer topN,
    boolean returnDocuments,
    int maxTokensPerDocument)
    implements RetrievalRequest {

  /** Our bound. Cohere recommends at most 1,000 and gives none. */
  private static final int MOST_DOCUMENTS = 10_000;

  /** Longer queries are cut, as Cohere's are. */
  private static final int MOST_QUERY_TOKENS = 2048;

  private static final int USUAL_TOKENS_PER_DOCUMENT = 4096;

  /**
   * A search unit is one query with up to so many chunks, each of so many tokens, query included.
   */
  private static final int CHUNKS_PER_UNIT = 100;

  private static final int TOKENS_PER_CHUNK = 500;

  /** Copies the list. */
  public RerankRequest {
    documents = List.copyOf(documents);
  }

  /** Reads a body, or refuses it with all that is wrong. */
  public static RerankRequest read(ObjectNode json) {
    RequestBody body = new RequestBody(json);
    body.required("query", "a string that is not blank");
    String query = body.fields().text("query");
    List<String> documents = documents(body);
    Integer topN = body.integer("top_n", 1, "a whole number from 1");
    Boolean returned = body.fields().bool("return_documents");
    Integer most = body.integer("max_tokens_per_doc", 1, "a whole number from 1");
    return new RerankRequest(
        body.end(null),
        Objects.requireNonNullElse(query, ""),
        documents,
        topN,
        Boolean.TRUE.equals(returned),
        Objects.requireNonNullElse(most, USUAL_TOKENS_PER_DOCUMENT));
  }

  private static List<String> documents(RequestBody body) {
    String expected = "an array of strings, or of objects with a text";
    JsonNode documents = body.required("documents", expected);
    if (documents == null || !documents.isArray()) {
      body.faults().require(documents == null, "documents", documents, expected);
      return List.of();
    }
    return body.elements(
        "documents",
        documents,
        MOST_DOCUMENTS,
        (path, document) -> {
          JsonNode text = document.isObject() ? document.path("text") : document;
          String where = document.isObject() ? path + ".text" : path;
          body.faults()
              .require(text.isTextual(), where, document, "a string, or an object with a text");
          return text.asText();
        });
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.RERANK;
  }

  @Override
  public String idPrefix() {
    return "rerank-";
  }

  @Override
  public Set<RequestFeature> features() {
    return Set.of();
  }

  @Override
  public Reading read(ModelDefinition model, Tokenizer tokenizer) {
    TokenText asked = cut(query, MOST_QUERY_TOKENS, tokenizer);
    int queryTokens = asked.tokens();
    List<String> read = new ArrayList<>(documents.size());
    long tokens = 0;
    long chunks = 0;
    for (String document : documents) {
      TokenText text = cut(document, maxTokensPerDocument, tokenizer);
      tokens += queryTokens + text.tokens();
      chunks += chunks(queryTokens, text.tokens());
      read.add(text.text());
    }
    int all = (int) Math.min(tokens, Integer.MAX_VALUE);
    long units = (chunks + CHUNKS_PER_UNIT - 1) / CHUNKS_PER_UNIT;
    double[] scores = new Relevance(model.id()).of(asked.text(), read);
    return new Reading(all, id -> List.of(Json.bytes(body(id, model.id(), scores, all, units))));
  }

  private static long chunks(int queryTokens, int documentTokens) {
    int room = Math.max(1, TOKENS_PER_CHUNK - queryTokens);
    return Math.max(1, (documentTokens + room - 1) / room);
  }

  /** The beginning of a text; what is cut off for certain is not even tokenised. */
  private static TokenText cut(String text, int most, Tokenizer tokenizer) {
    long longest = (long) most * TokenLimit.LONGEST_TOKEN;
    String beginning = text.length() > longest ? text.substring(0, (int) longest) : text;
    return tokenizer.split(beginning).first(most);
  }

  private Map<String, Object> body(
      String id, String model, double[] scores, int tokens, long units) {
    List<Map<String, Object>> results =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .limit(topN == null ? scores.length : topN)
            .map(i -> result(i, scores[i]))
            .toList();
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("api_version", Map.of("version", "2"));
    meta.put("billed_units", Map.of("search_units", units));
    meta.put("tokens", Map.of("input_tokens", tokens));
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", tokens);
    usage.put("total_tokens", tokens);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("model", model);
    body.put("results", results);
    body.put("meta", meta);
    body.put("usage", usage);
    return body;
  }

  private Map<String, Object> result(int index, double score) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("index", index);
    result.put("relevance_score", score);
    if (returnDocuments) {
      result.put("document", Map.of("text", documents.get(index)));
    }
    return result;
  }
}
