package dev.understudy.simulation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What every random draw of a stream depends on, and nothing else. Each use has a generator of its
 * own, so that a longer text does not move the latencies. Immutable.
 *
 * <p>A generator's seed is the first 64 bits of SHA-256 over the server seed, the request seed, the
 * hash of the body and the name of the use.
 *
 * @param serverSeed of the whole server
 * @param requestSeed given by the client, a signed 64-bit integer as in OpenAI's API, or drawn
 * @param bodyHash see {@link CanonicalBody}
 */
public record Seeds(long serverSeed, long requestSeed, String bodyHash) {

  /** What a generator is for. */
  public enum Use {
    /** The words of the answer. */
    TEXT,
    /** How long the answer is. */
    LENGTH,
    /** When its tokens are due. */
    LATENCY,
    /** The id of the answer. */
    ID,
    /** What is thought before the answer. */
    REASONING,
    /** Which faults are injected, and where. */
    FAULT
  }

  /** A new generator for that use, always starting at the same place. */
  public RandomGenerator generator(Use use) {
    return generator(use, 0);
  }

  /** As the other, for one of several answers to the same request, counted from 0. */
  public RandomGenerator generator(Use use, int choice) {
    String name = "understudy/" + use.name().toLowerCase(Locale.ROOT) + "/" + bodyHash;
    name = choice == 0 ? name : name + "/" + choice;
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer input = ByteBuffer.allocate(2 * Long.BYTES + nameBytes.length);
    input.putLong(serverSeed).putLong(requestSeed).put(nameBytes);
    byte[] digest = Sha256.digest().digest(input.array());
    return new SplittableRandom(ByteBuffer.wrap(digest).getLong());
  }
}
