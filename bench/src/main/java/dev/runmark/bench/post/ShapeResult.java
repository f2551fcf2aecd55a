package dev.runmark.bench.post;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was found out for one shape of requests.
 *
 * @param bytes of a body
 * @param createdToFloor post by post
 */
public record ShapeResult(
    Gathering gathering,
    Shape shape,
    long bytes,
    Spread created,
    Spread visible,
    Spread floor,
    Spread createdToFloor,
    List<Post> posts) {

  static ShapeResult of(Gathering gathering, Shape shape, long bytes, List<Post> posts) {
    return new ShapeResult(
        gathering,
        shape,
        bytes,
        spread(posts, Post::created),
        spread(posts, Post::visible),
        spread(posts, Post::floor),
        spread(posts, post -> post.created() / post.floor()),
        posts);
  }

  private static Spread spread(List<Post> posts, ToDoubleFunction<Post> value) {
    return Spread.of(posts.stream().mapToDouble(value).toArray());
  }
}
