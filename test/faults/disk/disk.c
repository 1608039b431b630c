/*
 * A disk that fails when it is told to. Preloaded into Node (LD_PRELOAD), it stands between the SQLite inside and libc, for the files
 * under one folder only: the n-th call of the kinds that count fails, or writes half, or takes its time.
 *
 * DISK_UNDER    the folder, as SQLite names it: the absolute path without symbolic links
 * DISK_CONTROL  a file of `struct control`, in which the one who orders the faults writes; disk.ts has the same layout
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { OPEN = 1, WRITE = 2, SYNC = 4 };
enum { FILES = 65536 };

struct control {
  int32_t counts;  /* which kinds count: a sum of the above */
  int32_t nth;     /* fails when so many have been counted; 0: none does */
  int32_t lasting; /* all after it fail, too: nothing reaches the disk any more */
  int32_t error;   /* what it fails with. A write takes half of its bytes all the same; with 0 it says so, and that is all */
  int32_t counted; /* written here */
  int32_t failed;  /* written here: how many have failed */
  int32_t delay;   /* microseconds that every counted call takes longer */
};

static struct control idle;
static struct control *control = &idle;
static char under[4096];
static unsigned char ours[FILES];

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("DISK_UNDER"), *file = getenv("DISK_CONTROL");
  int (*open_)(const char *, int, ...) = next("open");
  if (folder == NULL || file == NULL || strlen(folder) >= sizeof under) return;
  int fd = open_(file, O_RDWR);
  void *shared = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared == MAP_FAILED) abort();
  strcpy(under, folder);
  control = shared;
}

/* Whether this call is to fail. */
static int fails(int kind) {
  if ((control->counts & kind) == 0) return 0;
  if (control->delay > 0) usleep((useconds_t)control->delay);
  control->counted += 1;
  int now = control->nth > 0 && (control->lasting ? control->counted >= control->nth : control->counted == control->nth);
  control->failed += now;
  return now;
}

static int is_under(const char *path) { return under[0] != 0 && strncmp(path, under, strlen(under)) == 0; }
static int is_ours(int fd) { return fd >= 0 && fd < FILES && ours[fd]; }

/* -1 with the error that was ordered. An open or a sync cannot be done by half: it fails with EIO then. */
static int refused(void) {
  errno = control->error == 0 ? EIO : control->error;
  return -1;
}

static int opened(int fd) {
  if (fd >= 0 && fd < FILES) ours[fd] = 1;
  return fd;
}

#define OPENING(name)                                        \
  int name(const char *path, int flags, ...) {               \
    va_list more;                                            \
    va_start(more, flags);                                   \
    mode_t mode = va_arg(more, mode_t);                      \
    va_end(more);                                            \
    int (*real)(const char *, int, ...) = next(#name);       \
    if (!is_under(path)) return real(path, flags, mode);     \
    return fails(OPEN) ? refused() : opened(real(path, flags, mode)); \
  }
OPENING(open)
OPENING(open64)

int close(int fd) {
  int (*real)(int) = next("close");
  if (is_ours(fd)) ours[fd] = 0;
  return real(fd);
}

#define WRITING(name)                                                                   \
  ssize_t name(int fd, const void *bytes, size_t count, off64_t offset) {               \
    ssize_t (*real)(int, const void *, size_t, off64_t) = next(#name);                  \
    if (!is_ours(fd) || !fails(WRITE)) return real(fd, bytes, count, offset);           \
    ssize_t half = real(fd, bytes, count / 2, offset);                                  \
    return control->error == 0 ? half : refused();                                      \
  }
WRITING(pwrite)
WRITING(pwrite64)

#define CUTTING(name)                             \
  int name(int fd, off64_t length) {              \
    int (*real)(int, off64_t) = next(#name);      \
    return is_ours(fd) && fails(WRITE) ? refused() : real(fd, length); \
  }
CUTTING(ftruncate)
CUTTING(ftruncate64)

#define SYNCING(name)                   \
  int name(int fd) {                    \
    int (*real)(int) = next(#name);     \
    return is_ours(fd) && fails(SYNC) ? refused() : real(fd); \
  }
SYNCING(fsync)
SYNCING(fdatasync)
