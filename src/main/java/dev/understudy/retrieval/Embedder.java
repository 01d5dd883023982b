package dev.understudy.retrieval;

import java.util.Arrays;

/**
 * Turns texts into unit vectors of which those of similar texts are near. The same text has the
 * same vector for a model, whatever the seeds; another model has another space.
 *
 * <p>Features are hashed into as many places as the next power of two, with a sign each, so that
 * inner products are kept on average [1]. A Walsh-Hadamard transform then spreads each place over
 * the whole vector, which keeps all angles; the first dimensions of the result are a random
 * projection of it [2]. So vectors are dense however short the text, and the first part of one,
 * normalised, is a vector of fewer dimensions in which near texts are still near, as OpenAI's are
 * when {@code dimensions} is given [3].
 *
 * <p>It knows letters and no meaning: texts are near that share words, parts of words or their
 * order. Confined to one thread.
 *
 * <ol>
 *   <li>Weinberger et al.: Feature Hashing for Large Scale Multitask Learning, ICML 2009
 *   <li>Ailon, Chazelle: The Fast Johnson-Lindenstrauss Transform and Approximate Nearest
 *       Neighbors, SIAM J. Comput. 39 (2009)
 *   <li>Kusupati et al.: Matryoshka Representation Learning, NeurIPS 2022
 * </ol>
 */
final class Embedder {

  /** Dimensions of a model of which they are not known. */
  static final int USUAL_DIMENSIONS = 1024;

  private final TextFeatures features = new TextFeatures();
  private final long space;
  private final int fullDimensions;
  private final float[] places;

  /**
   * An embedder into the space of a model.
   *
   * @param fullDimensions of its vectors, from 1
   */
  Embedder(String model, int fullDimensions) {
    this.space = Hash.of(model);
    this.fullDimensions = fullDimensions;
    this.places = new float[powerOfTwo(fullDimensions)];
  }

  private static int powerOfTwo(int least) {
    return least <= 2 ? 2 : Integer.highestOneBit(least - 1) << 1;
  }

  /** The whole vector of a text. */
  float[] embed(String text) {
    return embed(text, fullDimensions);
  }

  /**
   * The vector of a text, shortened.
   *
   * @param dimensions how many of the first are kept, from 1 to all
   */
  float[] embed(String text, int dimensions) {
    Arrays.fill(places, 0);
    features.read(text, this::place);
    transform(places);
    return normalized(Arrays.copyOf(places, dimensions));
  }

  private void place(long hash, double amount) {
    long scattered = Hash.mix(hash ^ space);
    int at = (int) scattered & (places.length - 1);
    places[at] += (float) (scattered < 0 ? -amount : amount);
  }

  /** The Walsh-Hadamard transform, in place. */
  private static void transform(float[] values) {
    for (int half = 1; half < values.length; half *= 2) {
      for (int block = 0; block < values.length; block += 2 * half) {
        for (int i = block; i < block + half; i++) {
          float left = values[i];
          float right = values[i + half];
          values[i] = left + right;
          values[i + half] = left - right;
        }
      }
    }
  }

  private static float[] normalized(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (squares == 0) {
      vector[0] = 1; // signs have cancelled each other in what was kept
      return vector;
    }
    float factor = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
    return vector;
  }

  /** The cosine of the angle between two vectors of the same space, -1 to 1. */
  static double cosine(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return Math.max(-1, Math.min(1, sum));
  }
}
