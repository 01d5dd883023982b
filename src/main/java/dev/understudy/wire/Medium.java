package dev.understudy.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Something in a message that is not text, as far as its length in tokens goes. Immutable. */
public sealed interface Medium {

  /**
   * An image.
   *
   * @param width in pixels, from 1
   * @param height in pixels, from 1
   * @param low whether it is looked at in low detail
   */
  record Image(int width, int height, boolean low) implements Medium {

    /** The size of images that are not sent along, or in no format that is known. */
    static final int USUAL_PIXELS = 1024;

    /** The largest image that vendors take is well below. */
    private static final int MOST_PIXELS = 20_000;

    /** An image of usual size. */
    public static Image ofUsualSize(boolean low) {
      return new Image(USUAL_PIXELS, USUAL_PIXELS, low);
    }

    /** The image of a URL; its size is known where it is a data URL of PNG, JPEG, GIF or BMP. */
    public static Image of(String url, boolean low) {
      int comma = url.startsWith("data:") ? url.indexOf(',') : -1;
      return comma < 0 || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")
          ? ofUsualSize(low)
          : ofBase64(url.substring(comma + 1), low);
    }

    /** The image of encoded bytes. */
    public static Image ofBase64(String data, boolean low) {
      try {
        return ofBytes(Base64.getMimeDecoder().decode(data), low);
      } catch (IllegalArgumentException | IOException unreadable) {
        return ofUsualSize(low);
      }
    }

    private static Image ofBytes(byte[] bytes, boolean low) throws IOException {
      try (ImageInputStream input =
          new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        if (!readers.hasNext()) {
          return ofUsualSize(low);
        }
        ImageReader reader = readers.next();
        try {
          reader.setInput(input, true, true);
          return new Image(pixels(reader.getWidth(0)), pixels(reader.getHeight(0)), low);
        } catch (RuntimeException malformed) {
          return ofUsualSize(low); // readers throw what they like at bytes that are no image
        } finally {
          reader.dispose();
        }
      }
    }

    private static int pixels(int found) {
      return Math.max(1, Math.min(MOST_PIXELS, found));
    }
  }

  /**
   * Sound.
   *
   * @param seconds how long, from 0
   */
  record Audio(double seconds) implements Medium {

    private static final int WAV_HEADER_BYTES = 44;
    private static final int WAV_RATE_AT = 28;

    /** MP3 of 128 kbit/s, which is usual. */
    private static final double USUAL_BYTES_PER_SECOND = 16_000;

    /** The sound of encoded bytes: a WAV header says how long, others are taken for usual MP3. */
    public static Audio ofBase64(String data) {
      byte[] bytes;
      try {
        bytes = Base64.getMimeDecoder().decode(data);
      } catch (IllegalArgumentException malformed) {
        return new Audio(0);
      }
      int rate = wavBytesPerSecond(bytes);
      return rate > 0
          ? new Audio((double) (bytes.length - WAV_HEADER_BYTES) / rate)
          : new Audio(bytes.length / USUAL_BYTES_PER_SECOND);
    }

    private static int wavBytesPerSecond(byte[] bytes) {
      if (bytes.length < WAV_HEADER_BYTES || bytes[0] != 'R' || bytes[8] != 'W') {
        return 0;
      }
      int rate = 0;
      for (int i = 3; i >= 0; i--) {
        rate = (rate << Byte.SIZE) | (bytes[WAV_RATE_AT + i] & 0xFF);
      }
      return rate;
    }
  }

  /** A video. Its length is not known from outside. */
  record Video() implements Medium {}

  /**
   * A file.
   *
   * @param bytes its size, from 0
   */
  record File(int bytes) implements Medium {

    private static final double BYTES_PER_BASE64_CHARACTER = 0.75;

    /** The file of encoded bytes, which may be a data URL. */
    public static File ofBase64(String data) {
      int characters = data.length() - (data.startsWith("data:") ? data.indexOf(',') + 1 : 0);
      return new File((int) (characters * BYTES_PER_BASE64_CHARACTER));
    }
  }
}
