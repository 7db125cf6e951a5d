#!/bin/busybox sh
# Process 1 of the guest until its root stands. In: the host's files by 9p (tag `host`, read-only), a control folder (tag
# `control`) that names the shared folder and the modules. Out: a root of the host's files under a layer of RAM, with fresh
# /tmp and /run, the shared folder writable at its own path; then control/boot.sh is process 1.
# The root is switched, not only changed: modprobe calls that the kernel makes by itself start from the real root.
bb=/bin/busybox
give_up() { echo "guest: $*" >/dev/kmsg; $bb poweroff -f; }

for kind in proc sysfs devtmpfs; do $bb mount -t $kind none "/$kind"; done
for module in /modules/*.ko; do $bb insmod "$module" || echo "guest: $module does not load" >/dev/kmsg; done

plan9=trans=virtio,version=9p2000.L,msize=512000
$bb mount -t tmpfs none /ram
$bb mkdir /ram/upper /ram/work
$bb mount -t 9p -o "$plan9,ro,cache=loose" host /host || give_up 'no files of the host'
$bb mount -t overlay -o lowerdir=/host,upperdir=/ram/upper,workdir=/ram/work none /root || give_up 'no overlay'
$bb mkdir -p /root/tmp /root/run /root/proc /root/sys /root/dev
$bb mount -t tmpfs none /root/tmp
$bb mount -t tmpfs none /root/run
$bb chmod 1777 /root/tmp
$bb mkdir /root/run/vm
$bb mount -t 9p -o "$plan9,cache=none" control /root/run/vm || give_up 'no control folder'

modules=/root/usr/lib/modules/$($bb uname -r)
$bb mkdir -p "$modules"
$bb mount -o bind "/host$($bb cat /root/run/vm/modules)" "$modules" || give_up 'no modules'
shared=$($bb cat /root/run/vm/shared)
$bb mkdir -p "/root$shared"
$bb mount -t 9p -o "$plan9,cache=mmap" shared "/root$shared" || give_up "no shared folder $shared"

$bb mount -o move /proc /root/proc
$bb mount -o move /sysfs /root/sys
$bb mount -o move /devtmpfs /root/dev
$bb mkdir -p /root/dev/shm
$bb mount -t tmpfs none /root/dev/shm
$bb chmod 1777 /root/dev/shm
for port in /root/sys/class/virtio-ports/*; do
  $bb ln -s "${port##*/}" "/root/dev/$($bb cat "$port/name")-port"
done
$bb cp $bb /root/run/busybox
exec $bb switch_root /root /run/busybox sh /run/vm/boot.sh
