package dev.understudy.model;

import java.util.Locale;

/** What a model can do. Each is true, false or unknown of a model. */
public enum Capability implements Named {
  /** Takes a conversation and answers it. */
  CHAT,
  /** Continues a plain prompt. */
  COMPLETION,
  /** Turns text into vectors. */
  EMBEDDINGS,
  /** Takes images; the same as image among the input modalities. */
  VISION,
  /** Takes or makes audio. */
  AUDIO,
  /** Takes or makes video. */
  VIDEO,
  /** Thinks before it answers. */
  REASONING,
  /** Calls tools that the request describes. */
  TOOL_CALLING,
  /** Calls several tools in one turn. */
  PARALLEL_TOOL_CALLS,
  /** Keeps to a JSON schema. */
  STRUCTURED_OUTPUTS,
  /** Answers with valid JSON when asked. */
  JSON_MODE,
  /** Takes a predicted answer to be faster. */
  PREDICTED_OUTPUTS,
  /** Is a mixture of experts. */
  MOE,
  /** The vendor tunes it for customers. */
  FINE_TUNABLE,
  /** Streams its tokens. */
  STREAMING,
  /** Talks over a live session. */
  REALTIME,
  /** Classifies harmful content. */
  CONTENT_MODERATION,
  /** Reuses the prefix of an earlier prompt, at a price of its own. */
  PROMPT_CACHING,
  /** Shares key-value caches between requests. */
  KV_CACHE_SHARING,
  /** Orders documents by relevance to a query. */
  RERANKING,
  /** Makes images. */
  IMAGE_GENERATION,
  /** Turns speech into text. */
  TRANSCRIPTION,
  /** Turns text into speech. */
  SPEECH,
  /** Takes the parameter temperature. */
  SUPPORTS_TEMPERATURE,
  /** Takes the parameter top_p. */
  SUPPORTS_TOP_P,
  /** Gives log probabilities. */
  SUPPORTS_LOGPROBS,
  /** Takes the parameter seed. */
  SUPPORTS_SEED,
  /** Takes stop sequences. */
  SUPPORTS_STOP,
  /** Takes presence and frequency penalties. */
  SUPPORTS_PENALTIES;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
