package dev.runmark.storage.objects;

/** An access key and its secret; the text form hides the secret. */
public record S3Credentials(String accessKey, String secretKey) {

  public S3Credentials {
    if (accessKey.isBlank() || secretKey.isBlank()) {
      throw new IllegalArgumentException("s3 credentials: the access key or the secret is blank");
    }
  }

  @Override
  public String toString() {
    return "S3Credentials[accessKey=" + accessKey + ", secretKey=***]";
  }
}
