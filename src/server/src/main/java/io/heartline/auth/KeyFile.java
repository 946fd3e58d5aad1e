package io.heartline.auth;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that options name, blocking; errors name the option and the file. */
final class KeyFile {
    private KeyFile() {}

    static String read(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw fault(option, file, "does not exist", e);
        } catch (AccessDeniedException e) {
            throw fault(option, file, "can't be read: permission denied", e);
        } catch (CharacterCodingException e) {
            throw fault(option, file, "is not a text in UTF-8", e);
        } catch (IOException e) {
            throw fault(option, file, "can't be read", e);
        }
    }

    static IllegalArgumentException fault(String option, Path file, String fault, Exception cause) {
        return new IllegalArgumentException(option + ": " + file + " " + fault, cause);
    }
}
