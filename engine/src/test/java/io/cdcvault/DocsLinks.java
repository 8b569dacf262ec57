package io.cdcvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages below a folder, and the links between them. */
final class DocsLinks {

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,5} (.*)$");

    private DocsLinks() {}

    /** Of a clone, a release's archive or a package: {@code docs}, and the pages beside it. */
    static List<Path> pages(Path root) {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(
                            docs,
                            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                                    .map(root::resolve))
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Links that lead to no file below the folder, or to a heading that the file does not have. */
    static List<String> broken(Path root) {
        List<String> broken = new ArrayList<>();
        pages(root).forEach(page -> LINK.matcher(text(page)).results().forEach(link -> {
            if (!leadsSomewhere(root, page, link)) {
                broken.add(page + ": " + link.group());
            }
        }));
        return broken;
    }

    private static boolean leadsSomewhere(Path root, Path page, MatchResult link) {
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        return target.normalize().startsWith(root.normalize())
                && Files.exists(target)
                && (link.group(2) == null || headings(target).contains(link.group(2)));
    }

    /** As they are called in links. */
    private static List<String> headings(Path page) {
        return HEADING.matcher(text(page)).results().map(DocsLinks::anchor).toList();
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }

    private static String text(Path page) {
        try {
            return CODE.matcher(Files.readString(page)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
