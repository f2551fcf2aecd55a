package dev.runmark.options;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bucket of the parts.
 *
 * @param prefix what part keys begin with, without slashes at its ends
 * @param endpoint an S3-compatible store's; null: AWS
 * @param accessKey and {@code secretKey}: both, or neither for the SDK's default chain
 */
public record S3Options(
    String bucket,
    String prefix,
    @Nullable URI endpoint,
    String region,
    boolean pathStyle,
    @Nullable Secret accessKey,
    @Nullable Secret secretKey,
    boolean insecure)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey BUCKET = OptionKey.one("s3.bucket", "bucket of the parts");
  private static final OptionKey PREFIX =
      OptionKey.one("s3.prefix", "runs", "what part keys begin with");
  private static final OptionKey ENDPOINT =
      OptionKey.one("s3.endpoint", "URL of an S3-compatible store; without it AWS");
  private static final OptionKey REGION =
      OptionKey.one("s3.region", "region, such as eu-central-1");
  private static final OptionKey PATH_STYLE =
      OptionKey.one("s3.path-style", "false", "bucket in the path instead of the host name");
  private static final OptionKey ACCESS_KEY =
      OptionKey.one("s3.access-key", "env: or file: of the access key; without it the SDK's chain");
  private static final OptionKey SECRET_KEY =
      OptionKey.one("s3.secret-key", "env: or file: of the secret key");
  private static final OptionKey INSECURE =
      OptionKey.one("s3.insecure", "false", "allow an http endpoint beyond the loopback");

  public static final List<OptionKey> KEYS =
      List.of(BUCKET, PREFIX, ENDPOINT, REGION, PATH_STYLE, ACCESS_KEY, SECRET_KEY, INSECURE);

  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX_NAME =
      Pattern.compile("[A-Za-z0-9._=-]+(/[A-Za-z0-9._=-]+)*");
  private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,50}");
  private static final int LONGEST_PREFIX = 500;

  public S3Options {
    if ((accessKey == null) != (secretKey == null)) {
      throw new IllegalArgumentException(
          (accessKey == null ? "s3.access-key" : "s3.secret-key")
              + ": must be set when the other key is; set neither for the SDK's default chain");
    }
    if (endpoint != null
        && "http".equals(endpoint.getScheme())
        && !insecure
        && !Hosts.allLoopback(endpoint.getHost())) {
      throw new IllegalArgumentException(
          "s3.endpoint: "
              + endpoint
              + ": http beyond the loopback; use https or s3.insecure: true");
    }
  }

  public static S3Options from(Settings settings) {
    String bucket = settings.one(BUCKET, S3Options::bucketName);
    String prefix = settings.one(PREFIX, S3Options::prefixName);
    @Nullable URI endpoint = settings.find(ENDPOINT, S3Options::url).orElse(null);
    String region = settings.one(REGION, S3Options::regionName);
    boolean pathStyle = settings.one(PATH_STYLE, OptionTypes::flag);
    @Nullable Secret access = settings.secret(ACCESS_KEY).orElse(null);
    @Nullable Secret secret = settings.secret(SECRET_KEY).orElse(null);
    boolean insecure = settings.one(INSECURE, OptionTypes::flag);
    return settings.build(
        () -> new S3Options(bucket, prefix, endpoint, region, pathStyle, access, secret, insecure));
  }

  private static String bucketName(String text) {
    if (!BUCKET_NAME.matcher(text).matches() || text.contains("..")) {
      throw new IllegalArgumentException(
          "wanted a bucket name: 3 to 63 lower case letters, digits, '.', '-', no '..'");
    }
    return text;
  }

  private static String prefixName(String text) {
    if (!PREFIX_NAME.matcher(text).matches()
        || text.contains("..")
        || text.length() > LONGEST_PREFIX) {
      throw new IllegalArgumentException(
          "wanted folders of letters, digits, '.', '_', '=', '-'; no '/' at the ends, no '..'");
    }
    return text;
  }

  private static String regionName(String text) {
    if (!REGION_NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("wanted a region such as eu-central-1");
    }
    return text;
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getUserInfo() != null) {
        throw new HiddenValueException("a secret in the URL; use s3.access-key and s3.secret-key");
      }
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (http && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new IllegalArgumentException("wanted https://host[:port]");
  }
}
