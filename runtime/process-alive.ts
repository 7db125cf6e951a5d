// Whether a process still runs. In: its number. Out: yes or no; yes too for one that is not ours to signal.

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'EPERM';
  }
}
