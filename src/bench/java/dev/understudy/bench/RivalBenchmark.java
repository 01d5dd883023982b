package dev.understudy.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What {@link ResolutionBenchmark} is held against, over the same ids and near misses: neither
 * knows a number from a letter, so both accept ids that were not meant.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms4g", "-Xmx4g"})
public class RivalBenchmark {

  private static final int THRESHOLD = 4;
  private static final int EDITS = 1;
  private static final int PREFIX = 3;
  private static final int HITS = 5;

  /** Ids to look among. */
  @Param({"1000", "10000", "100000"})
  public int ids;

  private final LevenshteinDistance distance = new LevenshteinDistance(THRESHOLD);
  private SyntheticNames names = new SyntheticNames(1);
  private String[] folded = {};
  private @Nullable IndexSearcher searcher;
  private int next;

  /** Folds the ids and indexes them. */
  @Setup
  public void fill() throws IOException {
    names = new SyntheticNames(ids);
    folded = new String[ids];
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int i = 0; i < ids; i++) {
        folded[i] = names.id(i).toLowerCase(Locale.ROOT);
        Document document = new Document();
        document.add(new StringField("id", folded[i], Field.Store.YES));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    searcher = new IndexSearcher(DirectoryReader.open(directory));
  }

  private String query() {
    return names.oneEdit(next++ & (SyntheticNames.ASKED - 1)).toLowerCase(Locale.ROOT);
  }

  /** The nearest of all ids. */
  @Benchmark
  public @Nullable String scan() {
    String query = query();
    String nearest = null;
    int best = Integer.MAX_VALUE;
    for (String id : folded) {
      int edits = distance.apply(query, id);
      if (edits >= 0 && edits < best) {
        best = edits;
        nearest = id;
      }
    }
    return nearest;
  }

  /** The five nearest by Lucene. */
  @Benchmark
  public TopDocs lucene() throws IOException {
    IndexSearcher index = searcher;
    if (index == null) {
      throw new IllegalStateException("not filled");
    }
    return index.search(new FuzzyQuery(new Term("id", query()), EDITS, PREFIX), HITS);
  }
}
