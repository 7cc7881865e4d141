import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar the class file format of Java 8, with the stack maps that it asks for,
 * when theirs is older than Java 6. The JDK's AOT cache (JEP 483) takes no older class, and picocli
 * ships its own in the format of Java 5: every command would load and verify them anew, which takes
 * longer than most commands run. Nothing else of the classes changes.
 *
 * <p>Run by Maven after it copied the libraries: {@code java UpgradeClasses.java JAR}. A jar without
 * old classes stays as it is.
 */
final class UpgradeClasses {
  /** The first format with stack maps. */
  private static final int JAVA_6 = 50;

  private static final String NOTICE = "META-INF/wwj-changes.txt";

  private UpgradeClasses() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(NOTICE) != null) {
        return;
      }
      Path upgraded = jar.resolveSibling(jar.getFileName() + ".new");
      try (OutputStream file = Files.newOutputStream(upgraded);
          ZipOutputStream out = new ZipOutputStream(file);
          URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
        write(zip, out, upgrade(loader));
      }
      Files.move(upgraded, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Knows the jar's own classes, not by loading them, and the JDK's. */
  private static ClassFile upgrade(ClassLoader loader) {
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver())
            .cached();
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(resolver));
  }

  private static void write(ZipFile zip, ZipOutputStream out, ClassFile format) throws IOException {
    int changed = 0;
    List<? extends ZipEntry> entries = Collections.list(zip.entries());
    for (ZipEntry entry : entries) {
      byte[] bytes = zip.getInputStream(entry).readAllBytes();
      if (entry.getName().endsWith(".class")) {
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() < JAVA_6) {
          bytes = upgraded(format, model);
          changed++;
        }
      }
      put(out, entry.getName(), bytes);
    }
    String notice =
        "The %d class files older than Java 6 in this jar were brought to the format of Java 8\n"
            + "when wwj was built, and nothing else of it was changed.\n";
    put(out, NOTICE, notice.formatted(changed).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] upgraded(ClassFile format, ClassModel model) {
    ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return format.transformClass(
        model,
        code.andThen(ClassTransform.endHandler(c -> c.withVersion(ClassFile.JAVA_8_VERSION, 0))));
  }

  private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0); // the same bytes from every build
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
