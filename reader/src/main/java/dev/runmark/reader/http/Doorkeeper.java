package dev.runmark.reader.http;

import dev.runmark.options.ApiOptions;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is from: the bearer of a token or, where there are none, whoever is on this
 * machine. Then the Host must be the machine's too, or any page in a browser here could ask; and a
 * page of somewhere else must not send either, though it could not read the answer.
 */
final class Doorkeeper {

  private static final String BEARER = "bearer ";

  private final @Nullable Tokens tokens;
  private final Caller local;

  Doorkeeper(ApiOptions options, String defaultTenant) {
    tokens = options.tokens().map(Tokens::new).orElse(null);
    local = new Caller("local", defaultTenant, Set.of(Scope.READ, Scope.WRITE, Scope.OPERATE));
  }

  Caller admit(Request request, Scope wanted) throws Problem {
    Caller caller = caller(request);
    if (!caller.scopes().contains(wanted)) {
      throw new Problem(
          403, "forbidden", "the token lacks the scope " + wanted.name().toLowerCase(Locale.ROOT));
    }
    return caller;
  }

  private Caller caller(Request request) throws Problem {
    if (tokens == null) {
      refuseForeignHost(Request.getServerName(request));
      refuseForeignPage(request.getHeaders());
      return local;
    }
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    boolean bearer = header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER);
    Caller found = bearer ? tokens.find(header.substring(BEARER.length()).strip()) : null;
    if (found == null) {
      throw new Problem(401, "unauthorized", "wanted a bearer token that is known and not expired");
    }
    return found;
  }

  /** Browsers say from which page they ask; others say nothing. */
  private static void refuseForeignPage(HttpFields headers) throws Problem {
    String origin = headers.get(HttpHeader.ORIGIN);
    String site = headers.get("Sec-Fetch-Site");
    boolean ownOrigin =
        origin == null || origin.equalsIgnoreCase("http://" + headers.get(HttpHeader.HOST));
    boolean ownSite = site == null || site.equals("same-origin") || site.equals("none");
    if (!ownOrigin || !ownSite) {
      throw new Problem(
          403, "foreign_origin", "without tokens no pages of other origins are served");
    }
  }

  private static void refuseForeignHost(String host) throws Problem {
    boolean own =
        host.equalsIgnoreCase("localhost")
            || host.equals("[::1]")
            || host.equals("::1")
            || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    if (!own) {
      throw new Problem(421, "misdirected", "without tokens only hosts of the loopback are served");
    }
  }
}
