# The Debian packages Reeve needs, and a function that installs the missing ones. Sourced by run and test.

packages_build=(build-essential meson ninja-build pkg-config libmicrohttpd-dev libsqlite3-dev libsodium-dev
    libjansson-dev libbdd-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libssl-dev libcurl4-openssl-dev libcmocka-dev
    python3 tzdata)
packages_test=("${packages_build[@]}" clang clang-format nginx-light chromium)

# Any kind of nginx will do.
package_is_there() {
    local name=$1
    [[ $name != nginx-light || ! -x /usr/sbin/nginx ]] || return 0
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]]
}

packages_install() {
    local name missing=()
    for name; do
        package_is_there "$name" || missing+=("$name")
    done
    ((${#missing[@]})) || return 0
    echo "These Debian packages are missing: ${missing[*]}" >&2
    if ((EUID == 0)); then
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
    else
        echo "Install them, then start this again:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
        return 1
    fi
}
