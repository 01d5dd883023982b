package dev.understudy.clients;

import java.util.List;

/** What a client may show, in the order of the table. */
final class Features {

  static final List<String> ALL =
      List.of(
          "plain chat",
          "streamed chat",
          "usage in streams",
          "tools loop",
          "parallel calls",
          "structured output",
          "n choices",
          "logprobs",
          "reasoning",
          "images",
          "responses",
          "responses streamed",
          "completions",
          "messages",
          "messages streamed",
          "messages tools",
          "thinking",
          "token counting",
          "embeddings",
          "moderations",
          "rerank",
          "models",
          "typed errors",
          "retries",
          "mid-stream error",
          "TTFT and ITL");

  private static final String NO = "no ";

  private Features() {}

  /** What a block shows. */
  static String of(Block block) {
    return showsLack(block) ? block.role().substring(NO.length()) : block.role();
  }

  /** Whether it shows that the client does not have it. */
  static boolean showsLack(Block block) {
    return block.role().startsWith(NO);
  }
}
