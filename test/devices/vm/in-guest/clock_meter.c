/* clock_meter SECONDS STATUS...: how fast streams run from so many seconds on, by what the kernel says of them. In: status
 * files of running PCMs below /proc/asound. Out, at SIGTERM: a line of JSON per file, a straight line fitted to (time, frames) once a second.
 * A jiffies timer moves positions in steps: each is read over and over until it steps, so that time and position belong
 * together. Invariant: independent of the program that plays; reading changes nothing. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 16, STEP_READS = 20000 };
/* Longer than this for two readings: another thread ran, and nobody knows when the position stepped. */
static const long double TWO_READS = 150e-6L;

struct line {
  const char *path;
  long double t0, f0, n, t, f, tt, tf, ff, last;
  int there;
};

static volatile sig_atomic_t over;
static void on_term(int signal) {
  (void)signal;
  over = 1;
}

static long double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9L;
}

/* 1: it runs, and was at `frames` between the two times. */
static int look(const char *path, long double *from, long double *until, long double *frames) {
  char text[1024];
  *from = now();
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  const size_t n = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[n] = '\0';
  const char *position = strstr(text, "hw_ptr");
  if (!strstr(text, "RUNNING") || !position) return 0;
  *until = now();
  *frames = strtold(strchr(position, ':') + 1, NULL);
  return 1;
}

static void step(struct line *l) {
  long double begun, from, seconds, frames, before;
  if (!look(l->path, &begun, &seconds, &before)) return;
  for (int i = 0;; i++) {
    if (i == STEP_READS || !look(l->path, &from, &seconds, &frames)) return;
    if (frames != before && seconds - begun < TWO_READS) break;
    begun = from;
    before = frames;
  }
  if (!l->there) {
    l->t0 = seconds;
    l->f0 = frames;
    l->there = 1;
  }
  const long double t = seconds - l->t0, f = frames - l->f0;
  l->n += 1;
  l->t += t;
  l->f += f;
  l->tt += t * t;
  l->tf += t * f;
  l->ff += f * f;
  l->last = t;
}

int main(int count, char **paths) {
  struct line lines[MOST] = {0};
  if (count < 3) return 64;
  const int most = count - 2 < MOST ? count - 2 : MOST;
  for (int i = 0; i < most; i++) lines[i].path = paths[i + 2];
  signal(SIGTERM, on_term);
  const struct timespec first = {strtol(paths[1], NULL, 10), 0};
  nanosleep(&first, NULL);
  while (!over) {
    for (int i = 0; i < most; i++) step(&lines[i]);
    const struct timespec second = {1, 0};
    nanosleep(&second, NULL);
  }
  for (int i = 0; i < most; i++) {
    const struct line *l = &lines[i];
    const long double tt = l->tt - l->t * l->t / l->n, tf = l->tf - l->t * l->f / l->n, ff = l->ff - l->f * l->f / l->n;
    printf("{\"path\": \"%s\", \"hz\": %.7Lf, \"seconds\": %.3Lf, \"readings\": %.0Lf, \"restFrames\": %.4Lf}\n", l->path, tf / tt, l->last, l->n,
           (ff - tf * tf / tt) / l->n);
  }
  return 0;
}
