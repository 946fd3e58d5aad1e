package io.heartline.store.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever another node sends as the outcome of a command is read, or refused in words; it costs no more memory than it has bytes. */
class OutcomeFuzz {

    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] bytes) {
        StoreFuzz.isReadOrRefused(bytes, OutcomeCodec::read, OutcomeCodec::write);
    }
}
