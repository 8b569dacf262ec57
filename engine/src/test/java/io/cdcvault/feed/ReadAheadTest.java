package io.cdcvault.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReadAheadTest {

    @Test
    void nextPieceIsReadWhileTheOneBeforeIsWorkedOn() throws InterruptedException {
        CountDownLatch secondIsRead = new CountDownLatch(2);
        AtomicInteger pieces = new AtomicInteger();
        try (ReadAhead<Integer> reads = new ReadAhead<>("reading", isAwaited -> {
            secondIsRead.countDown();
            return pieces.incrementAndGet();
        })) {
            assertThat(reads.next()).isEqualTo(1);
            secondIsRead.await();
            assertThat(reads.next()).isEqualTo(2);
        }
    }

    @Test
    void noMoreThanOnePieceIsReadAhead() throws InterruptedException {
        AtomicInteger pieces = new AtomicInteger();
        ReadAhead<Integer> reads = new ReadAhead<>("reading", isAwaited -> pieces.incrementAndGet());
        reads.next();
        reads.next();
        reads.close();

        assertThat(pieces).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void sourceIsToldThatItsPieceIsAwaited() throws InterruptedException {
        try (ReadAhead<String> reads = new ReadAhead<>("reading", isAwaited -> {
            while (!isAwaited.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return "awaited";
        })) {
            assertThat(reads.next()).isEqualTo("awaited");
        }
    }

    @Test
    void failureComesInItsPlaceAndAsItWasThrown() throws InterruptedException {
        AtomicInteger pieces = new AtomicInteger();
        try (ReadAhead<Integer> reads = new ReadAhead<>("reading", isAwaited -> {
            if (pieces.incrementAndGet() == 2) {
                throw new IllegalArgumentException("the second");
            }
            return pieces.get();
        })) {
            assertThat(reads.next()).isEqualTo(1);
            assertThatThrownBy(reads::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the second");
        }
    }

    @Test
    void closingInterruptsTheReadingAndWaitsForItsEnd() throws InterruptedException {
        SynchronousQueue<String> silent = new SynchronousQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        ReadAhead<String> reads = new ReadAhead<>("reading", isAwaited -> {
            begun.countDown();
            try {
                return silent.take();
            } catch (InterruptedException e) {
                ended.countDown();
                throw new IllegalStateException(e);
            }
        });
        begun.await();

        reads.close();

        assertThat(ended.getCount()).isZero();
    }
}
