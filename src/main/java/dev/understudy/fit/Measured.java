package dev.understudy.fit;

/** What a file says of one latency: every duration, or only figures of them. */
public sealed interface Measured permits Samples, Summary {

  /** How many durations were measured; 0 where the file does not say. */
  long count();
}
