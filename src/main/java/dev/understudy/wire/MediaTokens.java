package dev.understudy.wire;

import dev.understudy.model.ModelDefinition;
import java.util.List;

/**
 * How many tokens of a prompt images, sound and files are.
 *
 * <ul>
 *   <li>Images at OpenAI's models: a base, and as much again and again for each tile of 512 pixels,
 *       after fitting into 2048 pixels and a shortest side of 768; low detail is the base alone. Of
 *       small models since GPT-4.1: patches of 32 pixels, at most 1536, times a factor [1].
 *   <li>At Anthropic's: width times height by 750, after fitting into 1568 pixels [2].
 *   <li>At Google's: 258 for each tile of 768 pixels, and for a small image [3]; sound 32 a second,
 *       video as a minute of it at 263 a second [3].
 *   <li>At all others as GPT-4o; sound 10 a second, as GPT-4o's audio models count it [1].
 *   <li>Files, whose text is not known: a token for four bytes, which is about right for English
 *       text. Ours.
 * </ul>
 *
 * <ol>
 *   <li>OpenAI: Images and vision; Pricing of audio tokens
 *   <li>Anthropic: Vision
 *   <li>Google: Understand and count tokens
 * </ol>
 */
public final class MediaTokens {

  private static final int TILE_PIXELS = 512;
  private static final int FIT_PIXELS = 2048;
  private static final int SHORTEST_PIXELS = 768;
  private static final int PATCH_PIXELS = 32;
  private static final int MOST_PATCHES = 1536;
  private static final int ANTHROPIC_FIT_PIXELS = 1568;
  private static final int ANTHROPIC_PIXELS_PER_TOKEN = 750;
  private static final int GOOGLE_TILE_PIXELS = 768;
  private static final int GOOGLE_SMALL_PIXELS = 384;
  private static final int GOOGLE_TILE_TOKENS = 258;
  private static final int GOOGLE_AUDIO_PER_SECOND = 32;
  private static final int GOOGLE_VIDEO_PER_SECOND = 263;
  private static final int VIDEO_SECONDS = 60;
  private static final int AUDIO_PER_SECOND = 10;
  private static final int BYTES_PER_TOKEN = 4;

  /** Of which ids the images count how; the first that fits. */
  private static final List<ImageRate> RATES =
      List.of(
          ImageRate.patches("gpt-4.1-mini", 1.62),
          ImageRate.patches("gpt-4.1-nano", 2.46),
          ImageRate.patches("gpt-5-mini", 1.62),
          ImageRate.patches("gpt-5-nano", 2.46),
          ImageRate.patches("o4-mini", 1.72),
          ImageRate.tiles("gpt-4o-mini", 2833, 5667),
          ImageRate.tiles("gpt-5", 70, 140),
          ImageRate.tiles("o1", 75, 150),
          ImageRate.tiles("o3", 75, 150),
          ImageRate.tiles("", 85, 170));

  private record ImageRate(String idPrefix, int base, int tile, double patchFactor) {
    static ImageRate tiles(String idPrefix, int base, int tile) {
      return new ImageRate(idPrefix, base, tile, 0);
    }

    static ImageRate patches(String idPrefix, double factor) {
      return new ImageRate(idPrefix, 0, 0, factor);
    }

    int tokens(Medium.Image image) {
      if (patchFactor > 0) {
        int patches = pieces(image.width(), PATCH_PIXELS) * pieces(image.height(), PATCH_PIXELS);
        return (int) Math.ceil(Math.min(MOST_PATCHES, patches) * patchFactor);
      }
      return image.low() ? base : base + tile * tilesOf(image);
    }
  }

  private MediaTokens() {}

  /** The tokens of all of them together, for that model. */
  public static int of(ModelDefinition model, List<Medium> media) {
    long tokens = 0;
    for (Medium medium : media) {
      tokens += of(model, medium);
    }
    return (int) Math.min(Integer.MAX_VALUE, tokens);
  }

  private static int of(ModelDefinition model, Medium medium) {
    boolean google = "google".equals(model.provider());
    if (medium instanceof Medium.Image image) {
      return google ? googleImage(image) : image(model, image);
    } else if (medium instanceof Medium.Audio audio) {
      return (int)
          Math.ceil(audio.seconds() * (google ? GOOGLE_AUDIO_PER_SECOND : AUDIO_PER_SECOND));
    } else if (medium instanceof Medium.File file) {
      return pieces(file.bytes(), BYTES_PER_TOKEN);
    }
    return GOOGLE_VIDEO_PER_SECOND * VIDEO_SECONDS;
  }

  private static int image(ModelDefinition model, Medium.Image image) {
    if ("anthropic".equals(model.provider())) {
      double fit = fit(image, ANTHROPIC_FIT_PIXELS);
      double pixels = image.width() * fit * image.height() * fit;
      return (int) Math.ceil(pixels / ANTHROPIC_PIXELS_PER_TOKEN);
    }
    String id = model.id().substring(model.id().lastIndexOf('/') + 1);
    for (ImageRate rate : RATES) {
      if (id.startsWith(rate.idPrefix())) {
        return rate.tokens(image);
      }
    }
    throw new IllegalStateException("the last rate is everybody's");
  }

  private static int tilesOf(Medium.Image image) {
    double fit = fit(image, FIT_PIXELS);
    double shortest = Math.min(image.width(), image.height()) * fit;
    double scale = fit * Math.min(1, SHORTEST_PIXELS / shortest);
    return pieces(image.width() * scale, TILE_PIXELS) * pieces(image.height() * scale, TILE_PIXELS);
  }

  private static int googleImage(Medium.Image image) {
    boolean small = Math.max(image.width(), image.height()) <= GOOGLE_SMALL_PIXELS;
    return small
        ? GOOGLE_TILE_TOKENS
        : GOOGLE_TILE_TOKENS
            * pieces(image.width(), GOOGLE_TILE_PIXELS)
            * pieces(image.height(), GOOGLE_TILE_PIXELS);
  }

  /** By how much an image is made smaller so that its longest side fits. */
  private static double fit(Medium.Image image, int most) {
    return Math.min(1, (double) most / Math.max(image.width(), image.height()));
  }

  private static int pieces(double whole, int piece) {
    return (int) Math.ceil(whole / piece);
  }
}
