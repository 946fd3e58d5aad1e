package io.heartline.store.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Fuzz test: any bytes sent as a change are read, or refused with a message. Memory use is bounded by the input's size. */
class ChangeFuzz {

    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] bytes) {
        StoreFuzz.isReadOrRefused(bytes, ChangeCodec::read, CodecProperties.change(FormatVersion.NEWEST));
    }
}
