package dev.understudy.retrieval;

import dev.understudy.model.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's moderation looks for, in its order, and the phrases by which a tester provokes each
 * here: ours, few and mild. The phrases of a part count for the whole.
 *
 * @see <a href="https://platform.openai.com/docs/guides/moderation">Moderation</a>
 */
enum ModerationCategory implements Named {
  HARASSMENT("harassment", false, "idiot", "moron", "shut up", "loser"),
  HARASSMENT_THREATENING("harassment/threatening", false, "watch your back", "i will hurt you"),
  SEXUAL("sexual", true, "erotic", "nude", "porn"),
  HATE("hate", false, "subhuman", "vermin"),
  HATE_THREATENING("hate/threatening", false, "drive them all out"),
  ILLICIT("illicit", false, "shoplift", "counterfeit", "pick a lock"),
  ILLICIT_VIOLENT("illicit/violent", false, "build a bomb", "make a weapon"),
  SELF_HARM_INTENT("self-harm/intent", true, "want to hurt myself", "going to hurt myself"),
  SELF_HARM_INSTRUCTIONS("self-harm/instructions", true, "how to hurt myself"),
  SELF_HARM("self-harm", true, "hurt myself", "self harm"),
  SEXUAL_MINORS("sexual/minors", false),
  VIOLENCE("violence", true, "kill", "stab", "murder", "punch"),
  VIOLENCE_GRAPHIC("violence/graphic", true, "gory", "blood everywhere");

  private final String jsonName;
  private final boolean ofImages;
  private final List<String> phrases;

  ModerationCategory(String jsonName, boolean ofImages, String... phrases) {
    this.jsonName = jsonName;
    this.ofImages = ofImages;
    this.phrases = List.of(phrases);
  }

  /** Whether images are checked for it too. */
  boolean ofImages() {
    return ofImages;
  }

  /** Lower-case words, single spaces between. */
  List<String> phrases() {
    return phrases;
  }

  /** Whether models from before omni-moderation have it. */
  boolean isOld() {
    return whole() != ILLICIT && this != ILLICIT;
  }

  /** Of what it is a part; null when it is none. */
  @Nullable ModerationCategory whole() {
    int slash = jsonName.indexOf('/');
    return slash < 0 ? null : Named.find(ModerationCategory.class, jsonName.substring(0, slash));
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
