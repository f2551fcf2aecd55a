package dev.runmark.embedded.faults;

/** The S3 operations that a request line tells apart. */
public enum S3Operation {
  PUT_OBJECT,
  CREATE_MULTIPART,
  UPLOAD_PART,
  COMPLETE_MULTIPART,
  ABORT_MULTIPART,
  GET_OBJECT,
  HEAD_OBJECT,
  DELETE_OBJECT,
  DELETE_OBJECTS,
  LIST_OBJECTS,
  LIST_UPLOADS,
  OTHER;

  /**
   * The operation of a request.
   *
   * @param target path and query as the request line has them
   */
  static S3Operation of(String method, String target) {
    int mark = target.indexOf('?');
    String query = mark < 0 ? "" : "&" + target.substring(mark + 1);
    boolean ofUpload = query.contains("&uploadId=");
    return switch (method) {
      case "PUT" -> ofUpload ? UPLOAD_PART : PUT_OBJECT;
      case "POST" ->
          ofUpload
              ? COMPLETE_MULTIPART
              : query.contains("&uploads")
                  ? CREATE_MULTIPART
                  : query.contains("&delete") ? DELETE_OBJECTS : OTHER;
      case "DELETE" -> ofUpload ? ABORT_MULTIPART : DELETE_OBJECT;
      case "GET" ->
          query.contains("&list-type=")
              ? LIST_OBJECTS
              : query.contains("&uploads") ? LIST_UPLOADS : GET_OBJECT;
      case "HEAD" -> HEAD_OBJECT;
      default -> OTHER;
    };
  }
}
