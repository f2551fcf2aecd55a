package dev.runmark.storage.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A refusal as S3 words it: {@code <Error><Code>…</Code><Message>…</Message></Error>}, of which
 * some servers and everything between give other bodies or none.
 */
final class S3Refusal {

  private static final int LARGEST = 64 << 10;
  private static final XMLInputFactory XML = xml();

  private S3Refusal() {}

  private static XMLInputFactory xml() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /** The exception that the SDK would throw of this answer. */
  static S3Exception read(SdkHttpResponse head, AbortableInputStream body) throws IOException {
    byte[] document = body.readNBytes(LARGEST);
    if (document.length == LARGEST) {
      body.abort();
    }
    Map<String, String> fields = fields(new ByteArrayInputStream(document));
    String code = fields.get("Code");
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code)
            .errorMessage(fields.get("Message"))
            .serviceName("S3")
            .sdkHttpResponse(head)
            .build();
    S3Exception.Builder refusal =
        "NoSuchKey".equals(code) ? NoSuchKeyException.builder() : S3Exception.builder();
    return (S3Exception) refusal.statusCode(head.statusCode()).awsErrorDetails(details).build();
  }

  /** What stands directly in the document's root. */
  private static Map<String, String> fields(InputStream document) {
    Map<String, String> fields = new HashMap<>();
    try {
      XMLStreamReader reader = XML.createXMLStreamReader(document);
      reader.nextTag();
      while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
        fields.put(reader.getLocalName(), reader.getElementText());
      }
    } catch (XMLStreamException e) {
      // Not S3's words: the status has to do.
      return fields;
    }
    return fields;
  }
}
