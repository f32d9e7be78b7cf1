package io.iptstreams.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaClientSupplier;

/** The stage's own clients, whose producers note what they are asked for. */
final class TransactionWitness implements KafkaClientSupplier {
  private final KafkaClientSupplier clients;
  private final BlockingQueue<Transaction> committed = new LinkedBlockingQueue<>();

  TransactionWitness(KafkaClientSupplier clients) {
    this.clients = clients;
  }

  /** What was sent before the offsets, the offsets, and what was sent after them. */
  record Transaction(
      List<ProducerRecord<byte[], byte[]>> sent,
      Map<TopicPartition, Long> offsets,
      List<ProducerRecord<byte[], byte[]>> sentLate) {
    Transaction() {
      this(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
    }
  }

  /** What was committed; of each partition in order. */
  BlockingQueue<Transaction> committed() {
    return committed;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Producer.class},
            new Calls(clients.getProducer(settings)));
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    return clients.getConsumer(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return clients.getRestoreConsumer(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return clients.getGlobalConsumer(settings);
  }

  @Override
  public Admin getAdmin(Map<String, Object> settings) {
    return clients.getAdmin(settings);
  }

  /** Of one producer, and so on one thread. */
  private final class Calls implements InvocationHandler {
    private final Producer<byte[], byte[]> producer;
    private Transaction open = new Transaction();

    private Calls(Producer<byte[], byte[]> producer) {
      this.producer = producer;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "beginTransaction" -> open = new Transaction();
        case "send" ->
            (open.offsets().isEmpty() ? open.sent() : open.sentLate())
                .add((ProducerRecord<byte[], byte[]>) arguments[0]);
        case "sendOffsetsToTransaction" ->
            ((Map<TopicPartition, OffsetAndMetadata>) arguments[0])
                .forEach((partition, next) -> open.offsets().put(partition, next.offset()));
        default -> {}
      }
      Object answer;
      try {
        answer = method.invoke(producer, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      if (method.getName().equals("commitTransaction")) {
        committed.add(open);
      }
      return answer;
    }
  }
}
