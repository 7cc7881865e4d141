/**
 * The signature of what a generation consists of: the site's key, texts that end with a signature,
 * and who checks them. Leans on the settings' secret files. Start reading at {@link
 * org.wwj.image.sign.Signed}.
 */
@NullMarked
package org.wwj.image.sign;

import org.jspecify.annotations.NullMarked;
