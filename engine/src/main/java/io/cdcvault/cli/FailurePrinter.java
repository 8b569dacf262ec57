package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints what failed and what to do next, without a stack trace unless it is a defect. */
final class FailurePrinter implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult result) {
        CdcVaultException failure =
                e instanceof CdcVaultException ours ? ours : new CdcVaultException(FailureKind.DEFECT, e.toString(), e);
        return print(failure, commandLine.getErr());
    }

    /** Returns the exit code. */
    static int print(CdcVaultException failure, PrintWriter err) {
        Terminal terminal = Terminal.ofProcess();
        terminal.folded(0, String.valueOf(failure.getMessage())).forEach(err::println);
        terminal.folded(2, failure.kind().remedy()).forEach(err::println);
        // Not a constant: making a logger takes longer than most commands that do not fail.
        LoggerFactory.getLogger(FailurePrinter.class).debug("Cause", failure);
        if (failure.kind() == FailureKind.DEFECT) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure.kind().exitCode();
    }
}
