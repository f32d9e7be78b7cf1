package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketLocationTest {

  @Test
  void aBucketOfAws_needsItsNameOnly() {
    assertThat(location("my.pictures-2026", "", null, null).prefix()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Pictures", "a/b", "a_b", "me@pictures", "pictures:80", "-abc"})
  void otherBuckets_areRefused(String bucket) {
    assertThatThrownBy(() -> location(bucket, "", null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bucket must be 3 to 63 lower-case letters, digits, dots and dashes, got \""
                + bucket
                + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/in/", "in//", "../", "in/../", "a\\/"})
  void otherPrefixes_areRefused(String prefix) {
    assertThatThrownBy(() -> location("pictures", prefix, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("prefix must be the start of a key, but \"" + prefix + "\" ");
  }

  @Test
  void aPrefix_endsWithASlash_soThatItHasNoNeighbours() {
    assertThatThrownBy(() -> location("pictures", "in", null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prefix must end with /, got \"in\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minio:9000",
        "ftp://minio",
        "http:///",
        "http://me:pw@minio:9000",
        "http://minio/path",
        "http://minio?x"
      })
  void otherEndpoints_areRefused(String endpoint) {
    assertThatThrownBy(() -> location("pictures", "", endpoint, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("endpoint must be like http://host:9000, got \"" + endpoint + "\"");
  }

  @Test
  void otherRegions_areRefused() {
    assertThatThrownBy(() -> location("pictures", "", null, "eu-central-1.evil.org/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("region must be like eu-central-1, got \"eu-central-1.evil.org/\"");
  }

  private static BucketLocation location(
      String bucket, String prefix, String endpoint, String region) {
    return new BucketLocation(
        bucket,
        prefix,
        Optional.ofNullable(endpoint).map(URI::create),
        Optional.ofNullable(region));
  }
}
