package dev.understudy.discovery;

import java.util.Set;
import java.util.regex.Pattern;

/** The words with a meaning of their own in model names; the one place where they are listed. */
public final class NameWords {

  /**
   * Words that make a name mean another model of its family: size classes, speeds, trades and
   * modalities. Never added to a query, never dropped from one.
   */
  public static final Set<String> TIERS =
      Set.of(
          // size classes
          "nano",
          "micro",
          "mini",
          "tiny",
          "small",
          "medium",
          "large",
          "xl",
          "lite",
          "light",
          "pro",
          "plus",
          "max",
          "ultra",
          "super",
          "premier",
          "hd",
          "air",
          "opus",
          "sonnet",
          "haiku",
          // speeds
          "flash",
          "flashx",
          "fast",
          "turbo",
          "instant",
          "highspeed",
          "lightning",
          "ultraspeed",
          "speciale",
          // trades
          "code",
          "coder",
          "codex",
          "math",
          "reason",
          "reasoner",
          "reasoning",
          "non",
          "thinking",
          "think",
          "search",
          "deep",
          "research",
          "computer",
          "use",
          "customtools",
          "base",
          "embed",
          "embedding",
          "embeddings",
          "rerank",
          "reranker",
          "guard",
          "safeguard",
          "safety",
          "moderation",
          "content",
          "moe",
          "reward",
          "completions",
          "distill",
          "zero",
          // modalities
          "vision",
          "vl",
          "vlm",
          "omni",
          "multimodal",
          "image",
          "video",
          "audio",
          "voice",
          "voicechat",
          "realtime",
          "live",
          "speech",
          "tts",
          "stt",
          "asr",
          "transcribe",
          "transcription",
          "ocr",
          // names that their vendor moves
          "latest",
          "stable",
          "beta");

  /** Words that may be filled in, since they name the ordinary finished form of a model. */
  public static final Set<String> FILLERS = Set.of("instruct", "chat", "it", "preview");

  /** Fillers that say that a model converses. */
  static final Set<String> CONVERSING = Set.of("instruct", "chat", "it");

  /** The filler that says that a model is not final. */
  static final String PREVIEW = "preview";

  /** A tier word that after a size says how the model was finished: {@code 30B-A3B-Reasoning}. */
  static final String REASONING = "reasoning";

  /** The tier word of names that their vendor moves to the newest model. */
  static final String LATEST = "latest";

  /**
   * How weights are stored: {@code fp8}, {@code bf16}, {@code int4}, {@code w4a16}, {@code awq}.
   */
  static final Pattern FORMAT =
      Pattern.compile(
          "(?:bf|fp|nvfp|mxfp|int)[0-9]{1,2}|w[0-9]{1,2}a[0-9]{1,2}|[248]bit|q[2-8]"
              + "|awq|gptq|gguf|ggml|mlx|hf");

  private NameWords() {}
}
