package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stage's members, one of them with a transaction open, as a real broker knows them. */
@Timeout(60)
class LostMembersIT {
  private static final String MEMBER = "two-1";

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void openBroker() throws Exception {
    broker = EmbeddedBroker.open(folder);
    admin = Admin.create(settings(Map.of()));
    admin.createTopics(List.of(new NewTopic("frames", 1, (short) 1))).all().get();
  }

  @AfterAll
  static void closeBroker() {
    admin.close();
    broker.close();
  }

  @Test
  void theTransactionOfAMemberThatIsGone_isRolledBack() throws Exception {
    join("gone");
    try (LostMembers members = lostMembers("gone");
        KafkaProducer<byte[], byte[]> producer = begin("gone")) {
      members.rollBack();
      leave("gone");

      members.rollBack();

      assertThat(stateOf("gone")).isNotEqualTo(TransactionState.ONGOING);
      assertThatThrownBy(producer::commitTransaction)
          .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
    }
  }

  @Test
  void theTransactionOfAMemberThatIsThere_goesOn() throws Exception {
    join("there");
    try (LostMembers members = lostMembers("there");
        KafkaProducer<byte[], byte[]> producer = begin("there")) {
      members.rollBack();
      members.rollBack();

      producer.commitTransaction();
    }
  }

  @Test
  void aTransactionOfSomebodyWhoWasNeverSeen_goesOn() throws Exception {
    join("strange");
    try (LostMembers members = lostMembers("strange");
        KafkaProducer<byte[], byte[]> producer = begin("strange")) {
      leave("strange");

      members.rollBack();

      producer.commitTransaction();
    }
  }

  private static LostMembers lostMembers(String stage) {
    return new LostMembers(Admin.create(settings(Map.of())), stage);
  }

  /** It stays in the group as one that was killed does, until its session ends. */
  private static void join(String stage) {
    try (KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(
            settings(Map.of("group.id", stage, "group.instance.id", MEMBER)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      member.subscribe(List.of("frames"));
      while (member.assignment().isEmpty()) {
        member.poll(Duration.ofMillis(100));
      }
    }
  }

  private static void leave(String stage) throws Exception {
    admin
        .removeMembersFromConsumerGroup(
            stage, new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(MEMBER))))
        .all()
        .get();
  }

  /** A result that nobody sees yet. */
  private static KafkaProducer<byte[], byte[]> begin(String stage) throws Exception {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings(Map.of("transactional.id", StableIds.of(stage, MEMBER))),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>("frames", new byte[] {1})).get();
    assertThat(stateOf(stage)).isEqualTo(TransactionState.ONGOING);
    return producer;
  }

  private static TransactionState stateOf(String stage) throws Exception {
    String id = StableIds.of(stage, MEMBER);
    return admin.describeTransactions(List.of(id)).description(id).get().state();
  }

  private static Map<String, Object> settings(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return settings;
  }
}
