package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's name taken apart. The keys are worked out at each call, as a large index has no room
 * for them.
 *
 * @param text the name as written, without spaces around it
 * @param tokens the parts of {@link #bare} in order
 */
public record ParsedName(String text, List<Token> tokens) {

  /** Copies the list. */
  public ParsedName {
    tokens = List.copyOf(tokens);
  }

  /** What stands before the last slash, or null. */
  public @Nullable String owner() {
    int slash = text.lastIndexOf('/');
    return slash <= 0 ? null : text.substring(0, slash);
  }

  /** What stands after the last slash. */
  public String bare() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** {@code text} folded by {@link NameParser#normalize}. */
  public String key() {
    return NameParser.normalize(text);
  }

  /** {@code bare} folded so. */
  public String bareKey() {
    return NameParser.normalize(bare());
  }

  /**
   * The key under which all spellings of {@code bare} meet that differ in case and separators only,
   * see {@link NameParser}.
   */
  public String gluedKey() {
    return NameParser.gluedKey(bare());
  }

  /** The parts of a kind, in order. */
  public List<Token> tokens(TokenKind kind) {
    return tokens.stream().filter(token -> token.kind() == kind).toList();
  }

  /** True when there is a part of that kind. */
  public boolean has(TokenKind kind) {
    return tokens.stream().anyMatch(token -> token.kind() == kind);
  }

  /**
   * The plain words before the first version or size: {@code [gpt, oss]} of {@code gpt-oss-120b}.
   */
  public List<Token> familyWords() {
    List<Token> words = new ArrayList<>();
    for (Token token : tokens) {
      if (token.kind() == TokenKind.NUMBER || token.kind() == TokenKind.SIZE) {
        break;
      }
      if (token.kind() == TokenKind.WORD) {
        words.add(token);
      }
    }
    return words;
  }
}
