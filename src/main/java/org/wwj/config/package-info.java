/**
 * The site's settings: wwj.conf as records, strict YAML with file and line in every error, and the
 * editor that keeps an admin's comments. Leans on net. Start at {@link org.wwj.config.SiteConfig}.
 */
@NullMarked
package org.wwj.config;

import org.jspecify.annotations.NullMarked;
