package dev.understudy.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedderTest {

  private static final String MODEL = "text-embedding-3-small";

  private final Embedder embedder = new Embedder(MODEL, 1536);

  private double likeness(String left, String right) {
    return Embedder.cosine(embedder.embed(left), embedder.embed(right));
  }

  private static double norm(float[] vector) {
    return Math.sqrt(Embedder.cosine(vector, vector));
  }

  /** A sentence, the same said otherwise, and one of another matter in the same shape. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How do I reset my password? | I need to reset the password of my account | How do I cancel my order?",
        "The cat sat on the mat | A cat is sitting on a mat | The stock fell on the news",
        "The river floods every spring | Each spring, the river is flooding | The baker opens every morning",
        "She bought three red apples | Three red apples were bought by her | He sold two blue bicycles",
        "Deploying the service failed with a timeout | The deployment of the service timed out and failed | Booking the hotel worked with a discount",
        "Please recieve the pakage tommorow | Please receive the package tomorrow | Please review the contract yesterday",
        "the quick brown fox | fox brown quick the | the slow white goose",
        "naïve Bayes classifier | classification with naive Bayes | sourdough bread starter",
        "Wie setze ich mein Passwort zurück? | Passwort zurücksetzen | Wo kann ich Fahrkarten kaufen?",
        "我想重置我的密码 | 如何重置密码 | 明天的天气很好",
        "パスワードを忘れました | パスワードを忘れた | 明日は雨が降ります",
        "HTTP 429 too many requests | too many requests (429) | TCP connection reset by peer"
      })
  void whatIsSaidOtherwiseIsNearerThanWhatIsOfAnotherMatter(
      String text, String otherwise, String unlike) {
    double near = likeness(text, otherwise);
    double far = likeness(text, unlike);

    assertThat(near).as("near").isGreaterThan(far + 0.1).isBetween(0.3, 0.999);
    assertThat(far).as("far").isLessThan(0.4);
  }

  @Test
  void shortenedVectorsKeepWhatIsNear() {
    Embedder shortened = new Embedder(MODEL, 1536);
    float[] text = shortened.embed("Reset my password, please", 256);
    float[] near = shortened.embed("please reset the passwords", 256);
    float[] far = shortened.embed("A thunderstorm over the mountains", 256);

    assertThat(Embedder.cosine(text, near)).isGreaterThan(0.5);
    assertThat(Embedder.cosine(text, far)).isLessThan(0.3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 1000, 1535, 1536})
  void aShortenedVectorIsTheNormalizedBeginningOfTheWhole(int dimensions) {
    float[] whole = embedder.embed("A text of some words");
    float[] beginning = Arrays.copyOf(whole, dimensions);
    double length = norm(beginning);

    float[] shortened = embedder.embed("A text of some words", dimensions);

    assertThat(shortened).hasSize(dimensions);
    for (int i = 0; i < dimensions; i++) {
      assertThat((double) shortened[i]).isCloseTo(beginning[i] / length, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "a",
        "!",
        "\u0000",
        "😀",
        "\ud83d",
        "\udc00\ud800",
        "\n\n\n",
        "É",
        "the",
        "1",
        "。",
        "a\u0301"
      })
  void everyTextHasAUnitVector(String text) {
    for (int dimensions : new int[] {1, 2, 7, 1536}) {
      float[] vector = embedder.embed(text, dimensions);
      assertThat(norm(vector)).isCloseTo(1, within(1e-5));
    }
    assertThat(likeness(text, text)).isCloseTo(1, within(1e-5));
  }

  @Test
  void vectorsOfShortTextsAreDenseToo() {
    Set<Float> different = new HashSet<>();
    float[] vector = embedder.embed("cat");
    for (float component : vector) {
      different.add(Math.abs(component));
    }
    assertThat(different).hasSizeGreaterThan(8).doesNotContain(1f);
    long zeros = different.stream().filter(c -> c == 0).count();
    assertThat(zeros).isLessThanOrEqualTo(1);
  }

  @Test
  void theSameTextHasTheSameVectorWhateverWasEmbeddedBefore() {
    String text = "The same text, again and again; the same vector.";
    float[] first = new Embedder(MODEL, 1536).embed(text);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      many.append("word").append(i).append(' ');
    }
    embedder.embed(many.toString());

    assertThat(embedder.embed(text)).containsExactly(first);
  }

  /** Pinned, so that vectors kept from yesterday are near those of today. */
  @Test
  void vectorsStayWhatTheyAre() {
    float[] vector = new Embedder("m", 8).embed("Hello");
    assertThat(vector)
        .containsExactly(
            -0.073969826f,
            -0.31826696f,
            0.14453617f,
            -0.5367729f,
            0.51098186f,
            -0.118745044f,
            -0.14453617f,
            0.5367729f);
  }

  @Test
  void anotherModelHasAnotherSpace() {
    String text = "The same text in two spaces";
    float[] other = new Embedder("text-embedding-ada-002", 1536).embed(text);

    assertThat(Math.abs(Embedder.cosine(embedder.embed(text), other))).isLessThan(0.12);
  }

  @Test
  void caseAndRepetitionChangeLittle() {
    assertThat(likeness("RESET my Password", "reset My password")).isCloseTo(1, within(1e-5));
    assertThat(likeness("storm warning", "storm storm storm warning")).isBetween(0.8, 0.999);
  }

  @Test
  void sharedFrequentWordsMakeNothingAlike() {
    assertThat(likeness("the sea is on the coast", "the car is in the yard")).isLessThan(0.25);
  }
}
