#!/bin/sh
# Makes partitions and file systems by Ignition, as /warewulf/ignition.json says. It needs ignition and sgdisk in the image.
json=${PREFIX:-}/warewulf/ignition.json
[ -s "$json" ] || exit 0
command -v sgdisk >/dev/null || { echo 'ignition: the image has no sgdisk' >&2; exit 1; }

for program in /usr/lib/dracut/modules.d/*ignition/ignition /usr/libexec/ignition /usr/lib/ignition/ignition /usr/bin/ignition; do
  if [ -x "$program" ]; then
    mkdir -p /run/ignition
    exec "$program" -platform metal -stage disks -config-cache "$json" -root / -log-to-stdout
  fi
done
echo 'ignition: the image has no ignition' >&2
exit 1
