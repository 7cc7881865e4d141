package org.wwj.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * A file or a value that cannot be used; the message says which, where ({@code file:line}) and what
 * to do.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is for the admin. */
  public ConfigException(String message) {
    super(message);
  }

  /** An error with what led to it. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Why a file could not be read or written, in words and without its name. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file or folder";
      case FileAlreadyExistsException other -> "a file of that name is in the way";
      case NotDirectoryException file -> "it is not a folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case FileSystemException other -> other.getClass().getSimpleName();
      default -> String.valueOf(e.getMessage());
    };
  }
}
