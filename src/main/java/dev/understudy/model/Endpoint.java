package dev.understudy.model;

import org.jspecify.annotations.Nullable;

/** A vendor's route on which a model may be served. */
public enum Endpoint implements Named {
  /** OpenAI chat completions. */
  CHAT("chat", "/v1/chat/completions", null),
  /** OpenAI legacy completions. */
  COMPLETIONS("completions", "/v1/completions", Capability.COMPLETION),
  /** OpenAI responses. */
  RESPONSES("responses", "/v1/responses", null),
  /** Anthropic messages. */
  MESSAGES("messages", "/v1/messages", null),
  /** OpenAI embeddings. */
  EMBEDDINGS("embeddings", "/v1/embeddings", Capability.EMBEDDINGS),
  /** OpenAI moderations. */
  MODERATIONS("moderations", "/v1/moderations", Capability.CONTENT_MODERATION),
  /** Cohere's and others' rerank. */
  RERANK("rerank", "/v1/rerank", Capability.RERANKING),
  /** OpenAI image generation. */
  IMAGES("images", "/v1/images/generations", Capability.IMAGE_GENERATION),
  /** OpenAI speech to text. */
  TRANSCRIPTIONS("transcriptions", "/v1/audio/transcriptions", Capability.TRANSCRIPTION),
  /** OpenAI text to speech. */
  SPEECH("speech", "/v1/audio/speech", Capability.SPEECH),
  /** OpenAI realtime. */
  REALTIME("realtime", "/v1/realtime", Capability.REALTIME);

  private final String jsonName;
  private final String path;
  private final @Nullable Capability needed;

  Endpoint(String jsonName, String path, @Nullable Capability needed) {
    this.jsonName = jsonName;
    this.path = path;
    this.needed = needed;
  }

  /** The endpoint of that name or path, or null. */
  public static @Nullable Endpoint parse(String nameOrPath) {
    for (Endpoint endpoint : values()) {
      if (endpoint.jsonName.equals(nameOrPath) || endpoint.path.equals(nameOrPath)) {
        return endpoint;
      }
    }
    return null;
  }

  /** The vendor's path. */
  public String path() {
    return path;
  }

  /**
   * The capability that must be known true; null for the conversational ones, which are open to
   * every model whose {@code chat} is not false.
   */
  public @Nullable Capability needed() {
    return needed;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
