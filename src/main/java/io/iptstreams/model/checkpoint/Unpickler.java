package io.iptstreams.model.checkpoint;

import io.iptstreams.model.ModelException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the pickles (protocol 2) of a checkpoint on a machine that can make dictionaries, lists,
 * tuples, texts, whole numbers and tensors, and nothing else. Tuples come out as lists.
 *
 * <p>The machine is a stack, marked places on it and a memo. It works without recursion and never
 * hashes, compares or prints what a pickle nests, so depth and shared parts cost nothing. The
 * number of instructions is limited, and with it everything that a pickle can pile up.
 */
final class Unpickler {
  /** The official checkpoint of six tasks takes 17 thousand. */
  private static final int MOST_INSTRUCTIONS = 1_000_000;

  private static final int LONGEST_TEXT = 4096;

  /** Stands for Python's {@code None}. */
  static final Object NONE = new Object();

  /** What a pickle may call. */
  private enum Function {
    ORDERED_DICT("collections.OrderedDict"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2");

    private final String name;

    Function(String name) {
      this.name = name;
    }
  }

  private final ByteBuffer in;
  private final String source;
  private List<Object> stack;
  private Deque<Integer> marks;
  private Map<Integer, Object> memo;
  private int start;
  private int instructions;

  /**
   * @param pickles one pickle, or several one after the other
   * @param source what messages call them
   */
  Unpickler(ByteBuffer pickles, String source) {
    this.in = pickles.order(ByteOrder.LITTLE_ENDIAN);
    this.source = source;
  }

  /**
   * Runs the next pickle and leaves the buffer behind it.
   *
   * @return a {@code Map} by text, a {@code List}, a text, a {@code Long} or {@code BigInteger}, a
   *     {@code Boolean}, {@link #NONE} or a {@link StoredTensor}
   * @throws ModelException saying what is wrong, and at which byte
   */
  Object next() {
    stack = new ArrayList<>();
    marks = new ArrayDeque<>();
    memo = new HashMap<>();
    try {
      while (true) {
        start = in.position();
        if (++instructions > MOST_INSTRUCTIONS) {
          throw fault("more than " + MOST_INSTRUCTIONS + " instructions are not run");
        }
        int instruction = in.get() & 0xff;
        if (instruction == '.') {
          return pop(Object.class, "a result");
        }
        run(instruction);
      }
    } catch (BufferUnderflowException e) {
      throw new ModelException(source + " ends in the middle of a pickle", e);
    }
  }

  private void run(int instruction) {
    switch (instruction) {
      case 0x80 -> protocol(in.get());
      case '(' -> marks.push(stack.size());
      case 'N' -> stack.add(NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) in.getInt());
      case 'K' -> stack.add((long) (in.get() & 0xff));
      case 'M' -> stack.add((long) (in.getShort() & 0xffff));
      case 0x8a -> stack.add(whole(bytes(in.get() & 0xff)));
      case 'X' -> stack.add(text());
      case 'c' -> stack.add(named(line() + "." + line()));
      case '}' -> stack.add(new LinkedHashMap<String, Object>());
      case ']', ')' -> stack.add(new ArrayList<>());
      case 't' -> stack.add(sinceMark());
      case 0x85 -> stack.add(last(1));
      case 0x86 -> stack.add(last(2));
      case 0x87 -> stack.add(last(3));
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 'h' -> stack.add(recalled(in.get() & 0xff));
      case 'j' -> stack.add(recalled(in.getInt()));
      case 'a' -> append(last(1));
      case 'e' -> append(sinceMark());
      case 's' -> put(last(2));
      case 'u' -> put(sinceMark());
      case 'Q' -> stack.add(storage(list(pop(List.class, "a storage's description"))));
      case 'R' -> call();
      case 'b' -> build();
      default -> throw fault(String.format("the instruction 0x%02x is not run", instruction));
    }
  }

  private void protocol(int version) {
    if (version != 2) {
      throw fault("the pickle is of protocol " + version + ", torch.save writes 2");
    }
  }

  private Object whole(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length + 1];
    for (int i = 0; i < littleEndian.length; i++) {
      bigEndian[littleEndian.length - i] = littleEndian[i];
    }
    if (littleEndian.length > 0 && littleEndian[littleEndian.length - 1] < 0) {
      bigEndian[0] = -1;
    }
    BigInteger value = new BigInteger(bigEndian);
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  private String text() {
    int length = in.getInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw fault("a text claims " + Integer.toUnsignedString(length) + " bytes");
    }
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private byte[] bytes(int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = in.get(); c != '\n'; c = in.get()) {
      if (c < ' ' || c > '~' || line.length() == 200) {
        throw fault("a name is longer than 200 letters or not ASCII");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private Object named(String name) {
    for (Function function : Function.values()) {
      if (function.name.equals(name)) {
        return function;
      }
    }
    for (ElementType type : ElementType.values()) {
      if (name.equals("torch." + type.storageName())) {
        return type;
      }
    }
    throw fault("refuses to construct " + name + "; a checkpoint is made of tensors only");
  }

  private void append(List<Object> items) {
    list(top()).addAll(items);
  }

  private void put(List<Object> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) {
      throw fault("a key of a dictionary has no value");
    }
    Map<String, Object> dictionary = dictionary(top());
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      if (!(keysAndValues.get(i) instanceof String key)) {
        throw fault("a key of a dictionary must be a text");
      }
      if (dictionary.put(key, keysAndValues.get(i + 1)) != null) {
        throw fault("\"" + key + "\" is in a dictionary twice");
      }
    }
  }

  private void call() {
    List<Object> arguments = list(pop(List.class, "arguments"));
    Function function = pop(Function.class, "something to call");
    if (function == Function.ORDERED_DICT) {
      if (!arguments.isEmpty()) {
        throw fault("OrderedDict is made empty and then filled");
      }
      stack.add(new LinkedHashMap<String, Object>());
    } else {
      stack.add(tensor(arguments));
    }
  }

  /** The only thing that carries more state is the dictionary: module versions, of no use here. */
  private void build() {
    pop(Object.class, "a state");
    dictionary(top());
  }

  /** ("storage", class, key, device, count) and, in old files, a view of a part of it or None. */
  private Storage storage(List<Object> id) {
    if (id.size() < 5
        || id.size() > 6
        || !"storage".equals(id.get(0))
        || !(id.get(1) instanceof ElementType type)
        || !(id.get(2) instanceof String key)
        || !(id.get(4) instanceof Long count)) {
      throw fault("what it points to is not a storage");
    }
    if (id.size() == 6 && id.get(5) != NONE) {
      throw fault("storage " + key + " is a view of another one, which is not read");
    }
    return located(() -> new Storage(type, key, count));
  }

  /** (storage, offset, size, stride, requires_grad, hooks). */
  private StoredTensor tensor(List<Object> arguments) {
    if (arguments.size() < 6
        || arguments.size() > 7
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Long offset)
        || offset < 0) {
      throw fault("a tensor must have a storage, an offset, a size and strides");
    }
    List<Integer> shape = sides(arguments.get(2));
    List<Integer> strides = sides(arguments.get(3));
    return located(() -> new StoredTensor(storage, offset, shape, strides));
  }

  private List<Integer> sides(Object tuple) {
    List<Integer> sides = new ArrayList<>();
    for (Object side : list(tuple)) {
      if (!(side instanceof Long length) || length < 0 || length > Integer.MAX_VALUE) {
        throw fault("a side or a stride of a tensor must be a number from 0 to 2147483647");
      }
      sides.add(length.intValue());
    }
    return sides;
  }

  private List<Object> sinceMark() {
    if (marks.isEmpty() || marks.peek() > stack.size()) {
      throw fault("the mark that it needs is missing");
    }
    return last(stack.size() - marks.pop());
  }

  private List<Object> last(int count) {
    if (count > stack.size()) {
      throw fault("the stack holds " + stack.size() + " values where " + count + " are needed");
    }
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> taken = new ArrayList<>(tail);
    tail.clear();
    return taken;
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw fault("the stack is empty");
    }
    return stack.get(stack.size() - 1);
  }

  private <T> T pop(Class<T> type, String what) {
    if (!type.isInstance(top())) {
      throw fault("the stack does not hold " + what);
    }
    return type.cast(stack.remove(stack.size() - 1));
  }

  private Object recalled(int place) {
    Object value = memo.get(place);
    if (value == null) {
      throw fault("nothing was kept at place " + Integer.toUnsignedString(place));
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  private List<Object> list(Object value) {
    if (!(value instanceof List)) {
      throw fault("a list or a tuple is needed here");
    }
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> dictionary(Object value) {
    if (!(value instanceof Map)) {
      throw fault("a dictionary is needed here");
    }
    return (Map<String, Object>) value;
  }

  private <T> T located(java.util.function.Supplier<T> made) {
    try {
      return made.get();
    } catch (ModelException e) {
      throw fault(e.getMessage());
    }
  }

  private ModelException fault(String what) {
    return new ModelException(source + ", byte " + start + ": " + what);
  }
}
