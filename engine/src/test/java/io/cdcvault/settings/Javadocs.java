package io.cdcvault.settings;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What a source file says of its types and methods, so that a page need not say it again. */
final class Javadocs {

    private final Map<String, String> texts = new HashMap<>();

    private Javadocs() {}

    static Javadocs of(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            Javadocs found = new Javadocs();
            for (CompilationUnitTree unit : task.parse()) {
                found.scan(unit, DocTrees.instance(task));
            }
            return found;
        }
    }

    /** Empty when there is none. */
    String of(Class<?> type) {
        return texts.getOrDefault(type.getSimpleName(), "");
    }

    /** Empty when there is none. */
    String of(Class<?> type, String method) {
        return texts.getOrDefault(type.getSimpleName() + "." + method, "");
    }

    private void scan(CompilationUnitTree unit, DocTrees docs) {
        new TreePathScanner<Void, String>() {
            @Override
            public Void visitClass(ClassTree type, String within) {
                String name = type.getSimpleName().toString();
                keep(name, docs, getCurrentPath());
                return super.visitClass(type, name);
            }

            @Override
            public Void visitMethod(MethodTree method, String within) {
                keep(within + "." + method.getName(), docs, getCurrentPath());
                return super.visitMethod(method, within);
            }
        }.scan(unit, "");
    }

    private void keep(String name, DocTrees docs, TreePath path) {
        String text = docs.getDocComment(path);
        if (text != null) {
            texts.put(
                    name,
                    text.strip()
                            .replaceAll("\\s+", " ")
                            .replaceAll("\\{@code ([^}]*)}", "`$1`")
                            .replaceAll("\\{@link ([^}]*)}", "`$1`"));
        }
    }
}
