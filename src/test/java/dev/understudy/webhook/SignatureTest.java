package dev.understudy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures are those of the standard, as its published library has them. */
class SignatureTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String BODY = "{\"type\":\"model.added\",\"data\":{\"a\":\"\u00e9\u4e2d\"}}";

  private static String sign(List<WebhookSecret> secrets, String id, long timestamp) {
    return Signature.of(secrets, id, timestamp, BODY.getBytes(StandardCharsets.UTF_8));
  }

  /** The example of the standard's own text. */
  @Test
  void theExampleOfTheStandard_isSigned() {
    WebhookSecret secret =
        WebhookSecret.of(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    String body = "{\"test\": 2432232314}";

    assertThat(
            Signature.of(
                List.of(secret),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signature_isThatOfTheLibrary() throws Exception {
    WebhookSecret secret = WebhookSecret.random(RANDOM);

    assertThat(secret.text()).matches("whsec_[A-Za-z0-9+/=]{44}");
    assertThat(sign(List.of(secret), "msg_1", 1_700_000_000))
        .isEqualTo(new Webhook(secret.text()).sign("msg_1", 1_700_000_000, BODY));
  }

  @Test
  void twoSecrets_giveTwoSignatures() throws Exception {
    WebhookSecret next = WebhookSecret.random(RANDOM);
    WebhookSecret last = WebhookSecret.random(RANDOM);

    assertThat(sign(List.of(next, last), "msg_1", 5).split(" "))
        .containsExactly(sign(List.of(next), "msg_1", 5), sign(List.of(last), "msg_1", 5))
        .doesNotHaveDuplicates();
  }

  @Test
  void aSecret_isSealedForItsWebhookAndKey() {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    SecretBox box = new SecretBox(key, RANDOM);
    WebhookSecret secret = WebhookSecret.random(RANDOM);
    String sealed = box.seal("wh_1", secret);

    assertThat(box.open("wh_1", sealed)).extracting(WebhookSecret::text).isEqualTo(secret.text());
    assertThat(box.seal("wh_1", secret)).isNotEqualTo(sealed);
    assertThat(box.open("wh_2", sealed)).isNull();
    key[0] = 1;
    assertThat(new SecretBox(key, RANDOM).open("wh_1", sealed)).isNull();
    assertThat(box.open("wh_1", "no base64!")).isNull();
    assertThat(box.open("wh_1", "")).isNull();
  }
}
