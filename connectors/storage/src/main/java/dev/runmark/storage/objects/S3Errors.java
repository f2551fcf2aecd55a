package dev.runmark.storage.objects;

import dev.runmark.storage.retry.RetryCause;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What S3's errors mean: whether another try can help, and how to name them. */
final class S3Errors {

  /**
   * Codes that pass, whatever their status: some come with 400, and a multipart upload's completion
   * answers 200 with an error in its body.
   */
  private static final Set<String> PASSING =
      Set.of(
          "InternalError",
          "ServiceUnavailable",
          "SlowDown",
          "TooManyRequests",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "RequestTimeout",
          "RequestTimeTooSkewed",
          "OperationAborted",
          "ConditionalRequestConflict",
          "BadDigest",
          "IncompleteBody");

  private static final Set<String> THROTTLING =
      Set.of(
          "SlowDown",
          "TooManyRequests",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded");

  private S3Errors() {}

  /** Everything but the server's clear refusal: the network, the client's own timeout included. */
  static boolean passes(SdkException error) {
    if (!(error instanceof AwsServiceException refused)) {
      return true;
    }
    int status = refused.statusCode();
    return status >= 500 || status == 429 || status == 408 || PASSING.contains(code(refused));
  }

  /** The same by the code alone, as an answer about several keys gives it for one of them. */
  static boolean passes(String code) {
    return PASSING.contains(code);
  }

  /** As what another try is counted. */
  static RetryCause cause(SdkException error) {
    if (!(error instanceof AwsServiceException refused)) {
      return RetryCause.NETWORK;
    }
    boolean throttled = refused.statusCode() == 429 || THROTTLING.contains(code(refused));
    return throttled ? RetryCause.THROTTLED : RetryCause.SERVER;
  }

  static String code(AwsServiceException error) {
    AwsErrorDetails details = error.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  /** Status, code and the server's own words; for the network, the innermost reason. */
  static String describe(SdkException error) {
    if (error instanceof AwsServiceException refused) {
      AwsErrorDetails details = refused.awsErrorDetails();
      String message = details == null ? null : details.errorMessage();
      String text = refused.statusCode() + " " + code(refused);
      return message == null ? text.trim() : text + " (" + message + ")";
    }
    Throwable reason = error;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason.getClass().getSimpleName() + ": " + reason.getMessage();
  }
}
