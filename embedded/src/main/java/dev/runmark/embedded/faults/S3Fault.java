package dev.runmark.embedded.faults;

/** One way in which a call to S3 goes wrong. */
public enum S3Fault {
  /** 500 InternalError; the server never saw the request. */
  INTERNAL_ERROR,
  /** 503 SlowDown; the server never saw the request. */
  SLOW_DOWN,
  /** 429 TooManyRequests; the server never saw the request. */
  TOO_MANY_REQUESTS,
  /** 403 AccessDenied; the server never saw the request. */
  ACCESS_DENIED,
  /** 404 NoSuchUpload, as after a completion that worked; the server never saw the request. */
  NO_SUCH_UPLOAD,
  /** The connection is reset once the request was read; the server never saw it. */
  RESET,
  /** No answer until the client hangs up; the server never saw the request. */
  STALL,
  /** The server did it, then the connection is cut before the answer. */
  ANSWER_LOST,
  /** 200 with an error document in the body; the server never saw the request. */
  ERROR_IN_SUCCESS,
  /** The server did it, but the answer says of the first of several keys that it failed for now. */
  KEY_FAILED,
  /** The same, but that it is denied. */
  KEY_DENIED,
  /** The server did it, but the answer leaves out the first of several keys. */
  KEY_LEFT_OUT,
  /** One byte of the request's body is changed on its way to the server. */
  UPLOAD_FLIPPED,
  /** The answer's body ends half-way. */
  TRUNCATED,
  /** 200 and a longer body instead of 206 and the range. */
  RANGE_IGNORED,
  /** 206 with a range that begins one byte later than asked. */
  RANGE_SHIFTED,
  /** One byte of the answer's body is changed. */
  ANSWER_FLIPPED
}
