package io.heartline.store.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever another node sends as an entry is read, or refused in words; it costs no more memory than it has bytes. */
class StateFuzz {

    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] bytes) {
        StoreFuzz.isReadOrRefused(bytes, StateCodec::read, CodecProperties.state(FormatVersion.NEWEST));
    }
}
