// A failed call of the operating system as an Error of JavaScript: `code` as Node names it (ENOSPC), and `path`.
#pragma once

#include <napi.h>

#include "devices/pcm_file.h"

namespace busbar {

Napi::Error to_error(Napi::Env env, const FileError& error);

}  // namespace busbar
