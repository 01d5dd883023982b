package dev.understudy.fault;

import dev.understudy.model.Named;

/** What a fault does to an answer. */
public enum FaultKind implements Named {
  /** An HTTP error takes the answer's place. */
  STATUS("status", "status"),
  /** All of the answer comes later. */
  SLOW_START("slow_start", "slow_start"),
  /** After some tokens nothing comes for a while. */
  STALL("stall", "stall_after"),
  /** After some tokens the connection is closed in the middle of the answer. */
  CUT("cut", "cut_after"),
  /** After some tokens the connection is reset. */
  RESET("reset", "reset_after"),
  /** After some tokens one frame is no JSON. */
  MALFORMED("malformed", "malformed_after"),
  /** After some tokens the stream ends with an error frame. */
  ERROR("error", "error_after"),
  /** Frames are cut in two and sent apart. */
  SPLIT("split", "split"),
  /** Several tokens come at once, in one frame. */
  CHUNKS("chunks", "tokens_per_chunk"),
  /** Comments come between the frames. */
  KEEP_ALIVE("keep_alive", "keep_alive");

  private final String jsonName;
  private final String key;

  FaultKind(String jsonName, String key) {
    this.jsonName = jsonName;
    this.key = key;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }

  /** The key by which it is asked for. */
  public String key() {
    return key;
  }
}
