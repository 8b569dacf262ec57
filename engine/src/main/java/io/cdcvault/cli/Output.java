package io.cdcvault.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command prints: text for people or, with {@code --json}, JSON for programs. */
final class Output {

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec command;

    boolean isJson() {
        return json;
    }

    void print(Supplier<List<String>> asJson, Function<Terminal, List<String>> asText) {
        print(command, json ? ofSource(asJson.get()) : asText.apply(Terminal.ofProcess()));
    }

    private List<String> ofSource(List<String> objects) {
        String source =
                EachSource.options(command).flatMap(SourceOptions::source).orElse("");
        return objects.stream().map(object -> ofSource(object, source)).toList();
    }

    /** An object that says which of several sources it is of. */
    static String ofSource(String object, String source) {
        return source.isEmpty()
                ? object
                : object.replaceFirst("^\\{(?=\\s*\")", "{\"source_name\":\"" + source + "\",");
    }

    /** For commands without {@code --json}, too. */
    static void print(CommandSpec command, List<String> lines) {
        PrintWriter out = command.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }
}
