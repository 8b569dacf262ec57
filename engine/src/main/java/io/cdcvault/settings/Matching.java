package io.cdcvault.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a setting's text must look. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Matching {

    /** A regular expression for the whole text. */
    String value();

    /** The same in words, after "expected". */
    String expected();
}
