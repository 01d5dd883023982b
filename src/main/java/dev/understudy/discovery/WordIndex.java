package dev.understudy.discovery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * An inverted index: sorted words, each with the numbers of what has it. Immutable; any thread. All
 * is in one array of bytes, since a map of words to bitmaps took 300 bytes for a word of one
 * number, of which a large registry has as many as models; this takes 20. A record is the length of
 * the word, its UTF-8, how many numbers there are, and the steps from each to the next; lengths and
 * numbers have seven bits to a byte, the last byte's upper bit unset [1]. Words of very many
 * numbers have a bitmap instead of the steps, as those are met with others.
 *
 * <p>[1] Zobel, Moffat: Inverted files for text search engines. ACM Computing Surveys 38(2), 2006,
 * section 8.
 */
final class WordIndex {

  /** From how many numbers on a word has a bitmap. */
  static final int MANY = 1_024;

  private final byte[] records;

  /** Where the record of each word begins. */
  private final int[] starts;

  /** The words of many numbers. */
  private final Map<Integer, RoaringBitmap> bitmaps;

  private WordIndex(byte[] records, int[] starts, Map<Integer, RoaringBitmap> bitmaps) {
    this.records = records;
    this.starts = starts;
    this.bitmaps = bitmaps;
  }

  /** How many words there are. */
  int size() {
    return starts.length;
  }

  /** The word at a place in the order of words, from 0. */
  String word(int place) {
    Reader reader = new Reader(records, starts[place]);
    int length = reader.next();
    return new String(records, reader.at(), length, StandardCharsets.UTF_8);
  }

  /** The numbers of one word; none where it does not occur. */
  Postings find(String word) {
    byte[] key = word.getBytes(StandardCharsets.UTF_8);
    int i = firstFrom(key);
    return i < starts.length && compare(i, key) == 0 ? postings(i) : Postings.NONE;
  }

  /** The numbers of all words that begin with the text; not to be changed. */
  RoaringBitmap begun(String text) {
    byte[] key = text.getBytes(StandardCharsets.UTF_8);
    int from = firstFrom(key);
    int to = from;
    while (to < starts.length && begins(to, key)) {
      to++;
    }
    return union(from, to);
  }

  /** The numbers of the words from a place up to another, without that; not to be changed. */
  RoaringBitmap union(int from, int to) {
    if (to - from == 1) {
      return postings(from).toBitmap();
    }
    RoaringBitmap union = new RoaringBitmap();
    for (int i = from; i < to; i++) {
      postings(i).addTo(union);
    }
    return union;
  }

  /** The place of the first word that is not less than the key. */
  private int firstFrom(byte[] key) {
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compare(int i, byte[] key) {
    Reader reader = new Reader(records, starts[i]);
    int length = reader.next();
    return Arrays.compareUnsigned(records, reader.at(), reader.at() + length, key, 0, key.length);
  }

  private boolean begins(int i, byte[] key) {
    Reader reader = new Reader(records, starts[i]);
    return reader.next() >= key.length
        && Arrays.equals(records, reader.at(), reader.at() + key.length, key, 0, key.length);
  }

  private Postings postings(int i) {
    Reader reader = new Reader(records, starts[i]);
    int length = reader.next();
    return new Postings(records, reader.at() + length, bitmaps.get(i));
  }

  /** The numbers of a word, ascending. */
  static final class Postings {
    private static final Postings NONE = new Postings(new byte[1], 0, null);

    private final byte[] records;
    private final int start;
    private final @Nullable RoaringBitmap bitmap;

    private Postings(byte[] records, int start, @Nullable RoaringBitmap bitmap) {
      this.records = records;
      this.start = start;
      this.bitmap = bitmap;
    }

    int count() {
      return new Reader(records, start).next();
    }

    /** The numbers, where they are many; not to be changed. */
    @Nullable RoaringBitmap bitmap() {
      return bitmap;
    }

    int[] numbers() {
      if (bitmap != null) {
        return bitmap.toArray();
      }
      Reader reader = new Reader(records, start);
      int[] numbers = new int[reader.next()];
      int last = 0;
      for (int i = 0; i < numbers.length; i++) {
        last += reader.next();
        numbers[i] = last;
      }
      return numbers;
    }

    /** Those of the numbers, which ascend, that the word has. */
    int[] keep(int[] of) {
      if (bitmap != null) {
        return Arrays.stream(of).filter(bitmap::contains).toArray();
      }
      int[] kept = new int[of.length];
      int count = 0;
      int at = 0;
      for (int number : numbers()) {
        while (at < of.length && of[at] < number) {
          at++;
        }
        if (at < of.length && of[at] == number) {
          kept[count++] = number;
        }
      }
      return Arrays.copyOf(kept, count);
    }

    /** The numbers; not to be changed. */
    RoaringBitmap toBitmap() {
      return bitmap != null ? bitmap : RoaringBitmap.bitmapOf(numbers());
    }

    void addTo(RoaringBitmap set) {
      if (bitmap != null) {
        set.or(bitmap);
        return;
      }
      Reader reader = new Reader(records, start);
      int last = 0;
      for (int left = reader.next(); left > 0; left--) {
        last += reader.next();
        set.add(last);
      }
    }
  }

  /** Reads numbers one after the other. */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    int at() {
      return at;
    }

    int next() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte part = bytes[at++];
        value |= (part & 0x7f) << shift;
        if (part >= 0) {
          return value;
        }
      }
    }
  }

  /** Collects words and numbers. Confined to one thread. */
  static final class Builder {

    /** What is known of a word so far. */
    private static final class Collected {
      private final ByteArrayOutputStream steps = new ByteArrayOutputStream(4);
      private int count;
      private int last;
    }

    private final Map<String, Collected> byWord = new HashMap<>();

    /**
     * Adds a number to a word's, once.
     *
     * @param number not less than any before it
     */
    void add(String word, int number) {
      Collected collected = byWord.computeIfAbsent(word, w -> new Collected());
      if (collected.count == 0 || collected.last < number) {
        write(collected.steps, number - collected.last);
        collected.count++;
        collected.last = number;
      }
    }

    WordIndex build() {
      Map<byte[], Collected> sorted = new TreeMap<>(Arrays::compareUnsigned);
      byWord.forEach((word, c) -> sorted.put(word.getBytes(StandardCharsets.UTF_8), c));
      ByteArrayOutputStream records = new ByteArrayOutputStream();
      int[] starts = new int[sorted.size()];
      Map<Integer, RoaringBitmap> bitmaps = new HashMap<>();
      int i = 0;
      for (Map.Entry<byte[], Collected> entry : sorted.entrySet()) {
        Collected collected = entry.getValue();
        starts[i] = records.size();
        write(records, entry.getKey().length);
        records.writeBytes(entry.getKey());
        write(records, collected.count);
        byte[] steps = collected.steps.toByteArray();
        if (collected.count < MANY) {
          records.writeBytes(steps);
        } else {
          bitmaps.put(i, bitmap(steps, collected.count));
        }
        i++;
      }
      return new WordIndex(records.toByteArray(), starts, Map.copyOf(bitmaps));
    }

    private static RoaringBitmap bitmap(byte[] steps, int count) {
      RoaringBitmapWriter<RoaringBitmap> writer = RoaringBitmapWriter.writer().get();
      Reader reader = new Reader(steps, 0);
      int last = 0;
      for (int left = count; left > 0; left--) {
        last += reader.next();
        writer.add(last);
      }
      return writer.get();
    }

    private static void write(ByteArrayOutputStream out, int value) {
      int left = value;
      while (left > 0x7f) {
        out.write((left & 0x7f) | 0x80);
        left >>>= 7;
      }
      out.write(left);
    }
  }
}
