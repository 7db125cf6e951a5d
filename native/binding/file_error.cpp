#include "binding/file_error.h"

#include <cerrno>
#include <system_error>

#include "binding/plan_bytes.h"

namespace busbar {
namespace {

struct Name {
  int number;
  const char* name;
};

constexpr Name kNames[] = {
    {EACCES, "EACCES"}, {EBUSY, "EBUSY"},   {EDQUOT, "EDQUOT"}, {EFBIG, "EFBIG"},   {EIO, "EIO"},     {EISDIR, "EISDIR"},
    {ELOOP, "ELOOP"},   {EMFILE, "EMFILE"}, {ENFILE, "ENFILE"}, {ENOENT, "ENOENT"}, {ENOMEM, "ENOMEM"},
    {ENOSPC, "ENOSPC"}, {ENOTDIR, "ENOTDIR"}, {ENXIO, "ENXIO"}, {EPERM, "EPERM"},   {EPIPE, "EPIPE"}, {EROFS, "EROFS"},
};

std::string name_of(int number) {
  for (const Name& n : kNames)
    if (n.number == number) return n.name;
  return "E" + std::to_string(number);
}

}  // namespace

Napi::Error to_error(Napi::Env env, const FileError& error) {
  Napi::Error e = coded(env, name_of(error.number).c_str(), error.path + ": " + std::generic_category().message(error.number));
  e.Set("path", error.path);
  return e;
}

}  // namespace busbar
