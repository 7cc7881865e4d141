/**
 * Go's text/template with sprig's and Warewulf's functions, to the byte. Knows nothing of
 * provisioning and leans on the JDK and, for regular expressions, on RE2/J. Start at the Template
 * class.
 */
@NullMarked
package org.wwj.template;

import org.jspecify.annotations.NullMarked;
