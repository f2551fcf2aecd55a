package dev.runmark.storage.objects;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signature version 4 with {@code x-amz-content-sha256: UNSIGNED-PAYLOAD} over http too.
 *
 * <p>The SDK signs payloads over http whatever {@code PAYLOAD_SIGNING_ENABLED} says, but only when
 * there is one: so the request is signed without its payload, which is put back afterwards. Headers
 * and with them the checksums of {@link UploadChecksum} are signed as ever.
 */
final class UnsignedPayload implements AwsV4AuthScheme, AwsV4HttpSigner {

  /** A list of keys: small, and its checksum is made from the payload while it is signed. */
  private static final String DELETION = "delete";

  private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();

  @Override
  public String schemeId() {
    return scheme.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return scheme.identityProvider(providers);
  }

  @Override
  public AwsV4HttpSigner signer() {
    return this;
  }

  @Override
  public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
    if (request.request().rawQueryParameters().containsKey(DELETION)) {
      return scheme.signer().sign(request);
    }
    SignedRequest signed = scheme.signer().sign(withoutPayload(request));
    return SignedRequest.builder()
        .request(signed.request())
        .payload(request.payload().orElse(null))
        .build();
  }

  private static <T extends AwsCredentialsIdentity> SignRequest<T> withoutPayload(
      SignRequest<T> request) {
    return request.toBuilder()
        .payload(null)
        .putProperty(PAYLOAD_SIGNING_ENABLED, false)
        .putProperty(CHUNK_ENCODING_ENABLED, false)
        .build();
  }

  @Override
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
    throw new UnsupportedOperationException("sign asynchronously: only the sync client is used");
  }
}
