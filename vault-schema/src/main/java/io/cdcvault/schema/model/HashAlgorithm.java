package io.cdcvault.schema.model;

/** The digests that a hash recipe may use. */
public enum HashAlgorithm {
    MD5,
    SHA256
}
