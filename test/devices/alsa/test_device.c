/* An ALSA device in user space, for tests. In: keys of an ALSA configuration, and files in a control folder that make it
 * fail on demand. Out: a PCM that libasound loads as a plugin, with a clock of its own and raw files for what it hears
 * and plays. Invariant: both directions of one `control` folder are one device with one clock and one history.
 *
 * Keys: control (folder), clock (`real`: time passes; `patient`: it waits for the program, so no load of the machine makes
 * an xrun; `deaf`: like real, but an underrun is never reported), ppm, read, write (raw files; writes are appended), loop
 * (1: capture hears what is played), stamps (a file: each time that the clock is set, CLOCK_MONOTONIC in seconds and the
 * frame of both raw files that is due then, to which the device keeps), sleep (frames between two wake-ups of its poll
 * descriptor; half a period without), access (mmap, planar, rw), format, channels, rate, period (bytes of one period).
 * Files in `control`: unplug, stuck (gone, without time while they exist), xruns (every look is one); taken away when it
 * happened: xrun-playback, xrun-capture, suspend (asleep until it was called three times), behind (a deaf device runs
 * away by all of the buffer but half a period). */
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { PLAYBACK, CAPTURE, CHUNK = 1024, BOARDS = 8, HELD = 1 << 20 };
enum clock { REAL, PATIENT, DEAF };

static int plays(const snd_pcm_ioplug_t *io) { return io->stream == SND_PCM_STREAM_PLAYBACK; }

struct half {
  snd_pcm_ioplug_t io;
  struct board *board;
  char *ring;             /* buffer_size frames, interleaved */
  size_t frame;           /* bytes */
  uint64_t moved;         /* frames since it was prepared */
  snd_pcm_uframes_t avail_min;
  int configured, started, xrun, calls;
  FILE *file;             /* read and written while frames are handed over, not while somebody asks for the position */
  char *path, *held;
  unsigned access;
  long sleep;
};

/* The device itself: what both directions share. */
struct board {
  char control[256], stamps[256];
  int users, loop;
  enum clock clock;
  double ppm, origin;     /* seconds at which `base` frames had gone by */
  uint64_t base, ticks;
  int running;
  struct half *half[2];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct board boards[BOARDS];

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int asked(const struct board *b, const char *what, int take) {
  char path[320];
  snprintf(path, sizeof path, "%s/%s", b->control, what);
  if (access(path, F_OK) != 0) return 0;
  if (take) unlink(path);
  return 1;
}

static int64_t queued(const struct half *h) { return (int64_t)h->io.appl_ptr - (int64_t)h->moved; }
static int64_t captured(const struct half *h) { return (int64_t)h->moved - (int64_t)h->io.appl_ptr; }

static char *slot(struct half *h, uint64_t frame) { return h->ring + frame % h->io.buffer_size * h->frame; }

static void set_clock(struct board *b, double now) {
  b->origin = now;
  b->base = b->ticks;
  FILE *f = b->stamps[0] ? fopen(b->stamps, "a") : NULL;
  if (!f) return;
  fprintf(f, "%.9f %llu\n", now, (unsigned long long)b->base);
  fclose(f);
}

static void write_out(struct board *b) {
  if (b->half[PLAYBACK] && b->half[PLAYBACK]->file) fflush(b->half[PLAYBACK]->file);
}

/* `n` frames of time: what is queued leaves, what is heard arrives. */
static void step(struct board *b, uint64_t n) {
  static char air[CHUNK * 64 * 8];
  struct half *play = b->half[PLAYBACK], *hear = b->half[CAPTURE];
  while (n > 0) {
    const uint64_t count = n < CHUNK ? n : CHUNK;
    memset(air, 0, sizeof air);
    if (play && play->started) {
      for (uint64_t i = 0; i < count; i++)
        if (queued(play) > (int64_t)i) memcpy(air + i * play->frame, slot(play, play->moved + i), play->frame);
      if (play->file && fwrite(air, play->frame, count, play->file) < count) perror("test device");
      play->moved += count;
    }
    if (hear && hear->started) {
      if (!b->loop) {
        memset(air, 0, sizeof air);
        if (hear->file && fread(air, hear->frame, count, hear->file) < count && ferror(hear->file)) perror("test device");
      }
      for (uint64_t i = 0; i < count; i++) memcpy(slot(hear, hear->moved + i), air + i * hear->frame, hear->frame);
      hear->moved += count;
    }
    b->ticks += count;
    n -= count;
  }
}

/* Frames that may pass before one direction has none left. */
static int64_t room_of(const struct board *b) {
  int64_t room = INT64_MAX;
  for (int d = 0; d < 2; d++) {
    const struct half *h = b->half[d];
    if (!h || !h->configured) continue;
    const int64_t mine = d == PLAYBACK ? queued(h) : (int64_t)h->io.buffer_size - captured(h);
    if (mine < room && !(d == PLAYBACK && b->clock == DEAF)) room = mine;
  }
  return room;
}

/* Lets time pass up to now. Time begins when all directions that are configured were started. */
static void advance(struct board *b) {
  double rate = 0;
  for (int d = 0; d < 2; d++) {
    struct half *h = b->half[d];
    if (!h || !h->configured) continue;
    if (!h->started) { b->running = 0; return; }
    rate = h->io.rate * (1 + b->ppm * 1e-6);
  }
  if (!b->running || asked(b, "stuck", 0)) {
    b->running = 1;
    set_clock(b, seconds());
    return;
  }
  /* Frames take their time to be moved: until none is due, so that the position is as of the return. */
  for (uint64_t n = 1; n > 0;) {
    const double now = seconds();
    const uint64_t due = b->base + (uint64_t)((now - b->origin) * rate);
    const int64_t room = room_of(b);
    n = due > b->ticks ? due - b->ticks : 0;
    if ((int64_t)n <= room) {
      step(b, n);
      continue;
    }
    step(b, room > 0 ? room : 0);
    for (int d = 0; d < 2 && b->clock != PATIENT; d++) {
      struct half *h = b->half[d];
      if (h && h->started && (d == PLAYBACK ? queued(h) <= 0 : captured(h) >= (int64_t)h->io.buffer_size)) h->xrun = 1;
    }
    set_clock(b, now);
    return;
  }
}

/* What the control folder asks for, then the time. 0 or a negative errno. */
static int look(struct half *h) {
  struct board *b = h->board;
  if (asked(b, "unplug", 0)) {
    snd_pcm_ioplug_set_state(&h->io, SND_PCM_STATE_DISCONNECTED);
    return -ENODEV;
  }
  if (h->started && asked(b, "suspend", 0)) {
    snd_pcm_ioplug_set_state(&h->io, SND_PCM_STATE_SUSPENDED);
    return -ESTRPIPE;
  }
  const int behind = h->started && plays(&h->io) && b->clock == DEAF && asked(b, "behind", 1);
  if (h->started && asked(b, "xruns", 0)) h->xrun = 1;
  if (h->started && asked(b, plays(&h->io) ? "xrun-playback" : "xrun-capture", 1)) h->xrun = 1;
  advance(b); /* last, so that a position is as of now */
  if (behind) h->moved += h->io.buffer_size - h->io.period_size / 2;
  return h->xrun ? -EPIPE : 0;
}

static int tick(struct half *h, int on) {
  const double s = !on ? 0 : (h->sleep > 0 ? h->sleep : 0.5 * h->io.period_size) / h->io.rate;
  const struct timespec nap = {(time_t)s, (long)((s - (time_t)s) * 1e9)};
  const struct itimerspec t = {nap, nap};
  return timerfd_settime(h->io.poll_fd, 0, &t, NULL) < 0 ? -errno : 0;
}

/* Once gone the position stands still and says nothing, as a kernel device's mapped position does. */
static snd_pcm_sframes_t on_pointer(snd_pcm_ioplug_t *io) {
  struct half *h = io->private_data;
  pthread_mutex_lock(&lock);
  const int e = look(h);
  const snd_pcm_sframes_t at = e == -EPIPE ? e : (snd_pcm_sframes_t)h->moved;
  pthread_mutex_unlock(&lock);
  return at;
}

/* ALSA hands over each captured frame more than once; the place in the ring says which it is. */
static snd_pcm_sframes_t on_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset, snd_pcm_uframes_t n) {
  struct half *h = io->private_data;
  if (io->state == SND_PCM_STATE_DISCONNECTED) return -ENODEV;
  const size_t width = h->frame / io->channels;
  pthread_mutex_lock(&lock);
  for (snd_pcm_uframes_t i = 0; i < n; i++)
    for (unsigned c = 0; c < io->channels; c++) {
      char *user = (char *)areas[c].addr + (areas[c].first + (offset + i) * areas[c].step) / 8;
      char *own = slot(h, io->appl_ptr + i) + c * width;
      memcpy(plays(io) ? own : user, plays(io) ? user : own, width);
    }
  write_out(h->board);
  pthread_mutex_unlock(&lock);
  return n;
}

static int on_hw_params(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *params) {
  struct half *h = io->private_data;
  (void)params;
  pthread_mutex_lock(&lock);
  h->frame = (size_t)snd_pcm_format_physical_width(io->format) / 8 * io->channels;
  free(h->ring);
  h->ring = calloc(io->buffer_size, h->frame);
  h->avail_min = io->period_size;
  h->configured = h->ring != NULL;
  pthread_mutex_unlock(&lock);
  return h->ring ? 0 : -ENOMEM;
}

static int on_hw_free(snd_pcm_ioplug_t *io) {
  struct half *h = io->private_data;
  pthread_mutex_lock(&lock);
  h->configured = h->started = 0;
  pthread_mutex_unlock(&lock);
  return 0;
}

static int on_sw_params(snd_pcm_ioplug_t *io, snd_pcm_sw_params_t *params) {
  struct half *h = io->private_data;
  return snd_pcm_sw_params_get_avail_min(params, &h->avail_min);
}

static int on_prepare(snd_pcm_ioplug_t *io) {
  struct half *h = io->private_data;
  pthread_mutex_lock(&lock);
  const int gone = asked(h->board, "unplug", 0);
  h->started = h->xrun = 0;
  h->moved = 0;
  if (!h->file && h->path) h->file = fopen(h->path, plays(io) ? "ae" : "re");
  if (h->file && !h->held && (h->held = malloc(HELD))) {
    memset(h->held, 0, HELD);
    setvbuf(h->file, h->held, _IOFBF, HELD);
  }
  pthread_mutex_unlock(&lock);
  return gone ? -ENODEV : 0;
}

static int on_start(snd_pcm_ioplug_t *io) {
  struct half *h = io->private_data;
  pthread_mutex_lock(&lock);
  const int gone = asked(h->board, "unplug", 0), stuck = asked(h->board, "stuck", 0);
  h->started = 1;
  advance(h->board);
  pthread_mutex_unlock(&lock);
  return gone ? -ENODEV : tick(h, !stuck);
}

static int on_stop(snd_pcm_ioplug_t *io) {
  struct half *h = io->private_data;
  pthread_mutex_lock(&lock);
  h->started = h->board->running = 0;
  write_out(h->board);
  pthread_mutex_unlock(&lock);
  return tick(h, 0);
}

static int on_resume(snd_pcm_ioplug_t *io) {
  struct half *h = io->private_data;
  if (++h->calls < 3) return -EAGAIN;
  h->calls = 0;
  asked(h->board, "suspend", 1);
  snd_pcm_ioplug_set_state(io, SND_PCM_STATE_RUNNING);
  return 0;
}

static int on_revents(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned n, unsigned short *events) {
  struct half *h = io->private_data;
  const unsigned short ready = plays(io) ? POLLOUT : POLLIN;
  uint64_t ticks;
  (void)n;
  *events = 0;
  pthread_mutex_lock(&lock);
  const int e = look(h);
  const int64_t avail = plays(io) ? (int64_t)io->buffer_size - queued(h) : captured(h);
  pthread_mutex_unlock(&lock);
  if (e == -ENODEV) *events = POLLERR | POLLNVAL; /* and the timer stays readable: who ignores this spins */
  else if (e < 0) *events = POLLERR | ready;
  else {
    if ((fds->revents & POLLIN) && read(io->poll_fd, &ticks, sizeof ticks) < 0 && errno != EAGAIN) return -errno;
    if (avail >= (int64_t)h->avail_min) *events = ready;
  }
  return 0;
}

static int on_close(snd_pcm_ioplug_t *io) {
  struct half *h = io->private_data;
  pthread_mutex_lock(&lock);
  h->board->half[io->stream] = NULL;
  h->board->users--;
  pthread_mutex_unlock(&lock);
  if (h->file) fclose(h->file);
  free(h->held);
  close(io->poll_fd);
  free(h->ring);
  free(h->path);
  free(h);
  return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = on_start, .stop = on_stop, .pointer = on_pointer, .transfer = on_transfer, .close = on_close,
    .hw_params = on_hw_params, .hw_free = on_hw_free, .sw_params = on_sw_params, .prepare = on_prepare,
    .resume = on_resume, .poll_revents = on_revents,
};

static struct board *board_of(const char *control) {
  for (int i = 0; i < BOARDS; i++)
    if (boards[i].users > 0 && strcmp(boards[i].control, control) == 0) return &boards[i];
  for (int i = 0; i < BOARDS; i++) {
    if (boards[i].users > 0) continue;
    memset(&boards[i], 0, sizeof boards[i]);
    snprintf(boards[i].control, sizeof boards[i].control, "%s", control);
    return &boards[i];
  }
  return NULL;
}

struct keys {
  const char *control, *clock, *read, *write, *stamps, *access, *format;
  double ppm;
  long loop, sleep, channels, rate, period;
};

static int read_keys(snd_config_t *conf, struct keys *k) {
  snd_config_iterator_t i, next;
  snd_config_for_each(i, next, conf) {
    snd_config_t *n = snd_config_iterator_entry(i);
    const char *id;
    if (snd_config_get_id(n, &id) < 0 || !strcmp(id, "comment") || !strcmp(id, "type") || !strcmp(id, "hint")) continue;
    int e;
    if (!strcmp(id, "control")) e = snd_config_get_string(n, &k->control);
    else if (!strcmp(id, "clock")) e = snd_config_get_string(n, &k->clock);
    else if (!strcmp(id, "read")) e = snd_config_get_string(n, &k->read);
    else if (!strcmp(id, "write")) e = snd_config_get_string(n, &k->write);
    else if (!strcmp(id, "stamps")) e = snd_config_get_string(n, &k->stamps);
    else if (!strcmp(id, "sleep")) e = snd_config_get_integer(n, &k->sleep);
    else if (!strcmp(id, "access")) e = snd_config_get_string(n, &k->access);
    else if (!strcmp(id, "format")) e = snd_config_get_string(n, &k->format);
    else if (!strcmp(id, "ppm")) e = snd_config_get_ireal(n, &k->ppm);
    else if (!strcmp(id, "loop")) e = snd_config_get_integer(n, &k->loop);
    else if (!strcmp(id, "channels")) e = snd_config_get_integer(n, &k->channels);
    else if (!strcmp(id, "rate")) e = snd_config_get_integer(n, &k->rate);
    else if (!strcmp(id, "period")) e = snd_config_get_integer(n, &k->period);
    else e = -EINVAL;
    if (e < 0) {
      SNDERR("test device: key %s", id);
      return e;
    }
  }
  return k->control ? 0 : -EINVAL;
}

static int limit(snd_pcm_ioplug_t *io, const struct keys *k) {
  const unsigned formats[] = {SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_LE, SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_FLOAT_LE};
  const unsigned accesses[] = {SND_PCM_ACCESS_MMAP_INTERLEAVED, SND_PCM_ACCESS_MMAP_NONINTERLEAVED, SND_PCM_ACCESS_RW_INTERLEAVED};
  const unsigned format = k->format ? (unsigned)snd_pcm_format_value(k->format) : 0;
  const char *a = k->access ? k->access : "mmap";
  const unsigned access = accesses[!strcmp(a, "rw") ? 2 : !strcmp(a, "planar") ? 1 : 0];
  const unsigned least[] = {k->channels ? k->channels : 1, k->rate ? k->rate : 8000, k->period ? k->period : 64, 128, 2};
  const unsigned most[] = {k->channels ? k->channels : 64, k->rate ? k->rate : 192000, k->period ? k->period : 1 << 20, 1 << 22, 64};
  const int which[] = {SND_PCM_IOPLUG_HW_CHANNELS, SND_PCM_IOPLUG_HW_RATE, SND_PCM_IOPLUG_HW_PERIOD_BYTES, SND_PCM_IOPLUG_HW_BUFFER_BYTES, SND_PCM_IOPLUG_HW_PERIODS};
  int e = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, &access);
  if (e >= 0) e = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, k->format ? 1 : 5, k->format ? &format : formats);
  for (int i = 0; e >= 0 && i < 5; i++) e = snd_pcm_ioplug_set_param_minmax(io, which[i], least[i], most[i]);
  return e;
}

SND_PCM_PLUGIN_DEFINE_FUNC(busbar_test) {
  struct keys k = {0};
  (void)root;
  int e = read_keys(conf, &k);
  if (e < 0) return e;
  struct half *h = calloc(1, sizeof *h);
  if (!h) return -ENOMEM;
  pthread_mutex_lock(&lock);
  struct board *b = board_of(k.control);
  e = !b ? -ENOSPC : asked(b, "unplug", 0) ? -ENODEV : b->half[stream] ? -EBUSY : 0;
  if (e == 0) {
    b->users++;
    b->half[stream] = h;
    b->loop = k.loop;
    b->ppm = k.ppm;
    snprintf(b->stamps, sizeof b->stamps, "%s", k.stamps ? k.stamps : "");
    b->clock = !k.clock || !strcmp(k.clock, "real") ? REAL : !strcmp(k.clock, "deaf") ? DEAF : PATIENT;
  }
  pthread_mutex_unlock(&lock);
  if (e < 0) {
    free(h);
    return e;
  }
  const char *path = stream == SND_PCM_STREAM_PLAYBACK ? k.write : k.read;
  h->board = b;
  h->path = path ? strdup(path) : NULL;
  h->sleep = k.sleep;
  h->io.version = SND_PCM_IOPLUG_VERSION;
  h->io.name = "busbar test device";
  h->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC | SND_PCM_IOPLUG_FLAG_BOUNDARY_WA; /* positions count on for weeks */
  h->io.callback = &callbacks;
  h->io.private_data = h;
  h->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  h->io.poll_events = POLLIN;
  e = snd_pcm_ioplug_create(&h->io, name, stream, mode);
  if (e < 0) {
    h->io.stream = stream;
    on_close(&h->io);
    return e;
  }
  e = limit(&h->io, &k);
  if (e < 0) {
    snd_pcm_ioplug_delete(&h->io); /* closes */
    return e;
  }
  *pcmp = h->io.pcm;
  return 0;
}
SND_PCM_PLUGIN_SYMBOL(busbar_test);
