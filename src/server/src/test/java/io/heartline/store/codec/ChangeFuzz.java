package io.heartline.store.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever another node sends as a change of an entry is read, or refused in words; it costs no more memory than it has bytes. */
class ChangeFuzz {

    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] bytes) {
        StoreFuzz.isReadOrRefused(bytes, ChangeCodec::read, CodecProperties.change(FormatVersion.NEWEST));
    }
}
