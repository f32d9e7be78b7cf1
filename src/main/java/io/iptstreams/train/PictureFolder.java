package io.iptstreams.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The JPEG and PNG files of a folder and all folders in it, by name alone: a million names of 40
 * letters take 90 MB.
 *
 * @param names relative, parted by {@code /}, sorted by their UTF-16 code units
 * @param hash SHA-256 over all files in order: name in UTF-8, a zero byte, size in bytes as decimal
 *     digits, a line feed. Says which files these are without reading them; not that none was
 *     changed to another of the same size.
 */
record PictureFolder(Path folder, List<String> names, String hash) {
  private static final Pattern NAME = Pattern.compile("(?i).*\\.(png|jpe?g)");
  private static final long MAX_BYTES = 256L << 20;

  private record Found(String name, long size) {}

  /**
   * Looks for files. Symbolic links are followed, save those that lead back to a folder they lie
   * in.
   *
   * @param leftOut told of folders and links that lead nowhere
   * @throws IOException if {@code folder} itself cannot be looked into
   */
  static PictureFolder search(Path folder, LeftOut leftOut) throws IOException {
    List<Found> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (NAME.matcher(file.getFileName().toString()).matches()) {
              if (attributes.isRegularFile()) {
                found.add(new Found(relative(file), attributes.size()));
              } else if (attributes.isSymbolicLink()) {
                leftOut.add(relative(file), LeftOut.Reason.UNREADABLE, "the link leads nowhere");
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (file.equals(folder)) {
              throw failure;
            }
            if (!(failure instanceof FileSystemLoopException)) {
              leftOut.add(relative(file), LeftOut.Reason.UNREADABLE, words(failure));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
            if (failure != null) {
              leftOut.add(relative(directory), LeftOut.Reason.UNREADABLE, words(failure));
            }
            return FileVisitResult.CONTINUE;
          }

          private String relative(Path file) {
            return folder
                .relativize(file)
                .toString()
                .replace(folder.getFileSystem().getSeparator(), "/");
          }
        });
    found.sort(Comparator.comparing(Found::name));
    return new PictureFolder(folder, found.stream().map(Found::name).toList(), hash(found));
  }

  private static String hash(List<Found> files) {
    MessageDigest digest = sha256();
    for (Found file : files) {
      digest.update((file.name() + '\0' + file.size() + '\n').getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The bytes of one file. */
  byte[] read(String name) throws IOException {
    Path file = folder.resolve(name);
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new IOException("it has " + size + " bytes, at most " + MAX_BYTES + " are read");
    }
    return Files.readAllBytes(file);
  }

  /** What went wrong with a file whose name is said beside it. */
  static String words(Exception failure) {
    return failure instanceof FileSystemException || failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage();
  }
}
