// Where Node enters.
#include "binding/exports.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) { return busbar::define_exports(env, exports); }

}  // namespace

NODE_API_MODULE(busbar, init)
