package io.heartline.store.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Fuzz test: any bytes sent as an outcome are read, or refused with a message. Memory use is bounded by the input's size.
 */
class OutcomeFuzz {

    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] bytes) {
        StoreFuzz.isReadOrRefused(bytes, OutcomeCodec::read, OutcomeCodec::write);
    }
}
