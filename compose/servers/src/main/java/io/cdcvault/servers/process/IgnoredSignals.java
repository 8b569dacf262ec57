package io.cdcvault.servers.process;

import io.cdcvault.servers.failure.LocalStackException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/** Signals a terminal sends to everything started from it, which a background process must outlive. */
public final class IgnoredSignals {

    private static final List<String> FROM_TERMINAL = List.of("INT", "HUP");

    private IgnoredSignals() {}

    /** Ignores the hang-up and the interrupt key from now on. */
    public static void ofTerminal() {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        try {
            // By reflection, as Kafka does it too: the compiler warns of sun.misc and cannot be silenced.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler nothing = (proxy, method, arguments) -> null;
            Object ignore = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, nothing);
            for (String name : FROM_TERMINAL) {
                Object which = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, which, ignore);
            }
        } catch (ReflectiveOperationException e) {
            throw new LocalStackException("Cannot ignore the terminal's signals: " + e, e);
        }
    }
}
