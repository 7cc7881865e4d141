# shellcheck shell=bash
# Finding a JDK 25: sourced by wwj, verify and install-missing.

# is_jdk25 FOLDER [NEEDED] - whether a Java 25 with that program (default java) lives there.
is_jdk25() {
  [[ -n $1 && -x $1/bin/java && -x $1/bin/${2:-java} ]] || return 1
  if [[ -r $1/release ]]; then
    local text
    IFS= read -r -d '' text <"$1/release" || true
    [[ $'\n'$text == *$'\nJAVA_VERSION="25'[.\"]* ]]
  else
    [[ $("$1/bin/java" -version 2>&1) == *'version "25'[.\"]* ]]
  fi
}

# find_jdk25 [NEEDED] - prints the folder of a JDK 25: JAVA_HOME, the distributions' folders, /opt, PATH.
find_jdk25() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/lib64/jvm/*25* \
    /usr/java/*25* /opt/*25* /opt/java/*; do
    if is_jdk25 "$candidate" "${1:-java}"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  if candidate=$(command -v java); then
    candidate=$(readlink -f "$candidate")
    candidate=${candidate%/bin/java}
    if is_jdk25 "$candidate" "${1:-java}"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  fi
  return 1
}

# distribution - prints the id and version of the running system, as in "debian 12".
distribution() {
  # shellcheck disable=SC1091
  (. /etc/os-release 2>/dev/null && printf '%s %s\n' "${ID:-linux}" "${VERSION_ID:-}")
}

# how_to_get_jdk25 - what to tell someone who has none.
how_to_get_jdk25() {
  cat <<'TEXT'
wwj needs a JDK 25, and there is none in JAVA_HOME, /usr/lib/jvm, /opt or on the PATH.
  Debian 13, Ubuntu 24.04 and later   sudo apt-get install openjdk-25-jdk-headless
  Rocky, Alma, RHEL 10                sudo dnf install java-25-openjdk-devel
  Debian 12 has no package of it      install Eclipse Temurin 25 (adoptium.net) and set JAVA_HOME,
                                      or unpack its archive below /opt
TEXT
}
