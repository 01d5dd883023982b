package dev.understudy.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/embeddings}, and its answer.
 *
 * @param fields as of all requests
 * @param inputs texts, 1 to {@link EmbeddingInput#MOST}
 * @param dimensions how long vectors shall be, from 1; null for the model's own
 * @param base64 whether vectors are written as little-endian floats in base 64
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">Create
 *     embeddings</a>
 */
public record EmbeddingRequest(
    RequestFields fields, List<EmbeddingInput> inputs, @Nullable Integer dimensions, boolean base64)
    implements RetrievalRequest {

  /** Most tokens of all inputs of a request together (the same reference). */
  private static final int MOST_TOKENS = 300_000;

  /** Copies the list. */
  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
  }

  /** Reads a body, or refuses it with all that is wrong. */
  public static EmbeddingRequest read(ObjectNode json) {
    RequestBody body = new RequestBody(json);
    List<EmbeddingInput> inputs = EmbeddingInput.readAll(body);
    Integer dimensions = body.integer("dimensions", 1, "a whole number from 1");
    JsonNode format = body.fields().get("encoding_format");
    boolean base64 = format != null && format.asText().equals("base64");
    body.faults()
        .require(
            format == null || base64 || format.asText().equals("float"),
            "encoding_format",
            format,
            "float or base64");
    return new EmbeddingRequest(body.end(null), inputs, dimensions, base64);
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.EMBEDDINGS;
  }

  @Override
  public String idPrefix() {
    return "embd-";
  }

  @Override
  public Set<RequestFeature> features() {
    return Set.of();
  }

  @Override
  public Reading read(ModelDefinition model, Tokenizer tokenizer) {
    int full = Objects.requireNonNullElse(model.embeddingDimensions(), Embedder.USUAL_DIMENSIONS);
    int wanted = dimensions == null ? full : shortened(model, dimensions, full);
    int tokens = tokens(model, tokenizer);
    List<String> texts = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      texts.add(inputs.get(i).text(tokenizer, path(i)));
    }
    Embedder embedder = new Embedder(model.id(), full);
    return new Reading(tokens, id -> write(model.id(), embedder, texts, wanted, tokens));
  }

  private String path(int i) {
    return inputs.size() == 1 ? "input" : "input[" + i + "]";
  }

  /** OpenAI shortens vectors from text-embedding-3 on; of others nothing is known. */
  private static int shortened(ModelDefinition model, int wanted, int full) {
    if (model.id().startsWith("text-embedding-ada")) {
      throw new UnderstudyException(
          ErrorCode.UNSUPPORTED_FEATURE,
          "dimensions: %d (expected: none, as %s does not support specifying dimensions)"
              .formatted(wanted, model.id()),
          "dimensions");
    }
    if (wanted > full) {
      throw UnderstudyException.invalid(
          "dimensions", wanted, "a whole number from 1 to %d with %s".formatted(full, model.id()));
    }
    return wanted;
  }

  private int tokens(ModelDefinition model, Tokenizer tokenizer) {
    Integer most = model.maxInputTokens() != null ? model.maxInputTokens() : model.contextWindow();
    long all = 0;
    for (int i = 0; i < inputs.size() && all <= MOST_TOKENS; i++) {
      EmbeddingInput input = inputs.get(i);
      all += TokenLimit.count(path(i), most, input.length(), () -> input.tokens(tokenizer));
    }
    if (all > MOST_TOKENS) {
      throw new UnderstudyException(
          ErrorCode.MAX_TOKENS_PER_REQUEST,
          "Requested at least %d tokens, max %d tokens per request".formatted(all, MOST_TOKENS),
          "input");
    }
    return (int) all;
  }

  private List<byte[]> write(
      String model, Embedder embedder, List<String> texts, int wanted, int tokens) {
    Pieces out = new Pieces();
    out.text("{\"object\":\"list\",\"data\":[");
    for (int i = 0; i < texts.size(); i++) {
      out.text(i == 0 ? "" : ",").text("{\"object\":\"embedding\",\"index\":" + i);
      out.text(",\"embedding\":");
      float[] vector = embedder.embed(texts.get(i), wanted);
      if (base64) {
        out.ascii('"').bytes(encoded(vector)).ascii('"');
      } else {
        components(vector, out);
      }
      out.ascii('}');
    }
    String quoted = new String(Json.bytes(model), StandardCharsets.UTF_8);
    String usage = "{\"prompt_tokens\":%d,\"total_tokens\":%d}".formatted(tokens, tokens);
    return out.text("],\"model\":" + quoted + ",\"usage\":" + usage + "}").all();
  }

  private static void components(float[] vector, Pieces out) {
    char before = '[';
    for (float component : vector) {
      out.ascii(before).component(component);
      before = ',';
    }
    out.ascii(']');
  }

  private static byte[] encoded(float[] vector) {
    ByteBuffer floats =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float component : vector) {
      floats.putFloat(Pieces.rounded(component));
    }
    return Base64.getEncoder().encode(floats.array());
  }
}
