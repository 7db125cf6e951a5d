#include "binding/kernel_object.h"

#include <new>

#include "binding/arguments.h"
#include "kernels/check.h"
#include "rt/allocation_count.h"
#include "rt/denormals.h"

namespace busbar {
namespace {

constexpr std::uint32_t kMostFrames = 1u << 20;
constexpr std::uint32_t kMostReadings = 4096;

/// What a KernelSetup views: stays alive while the kernel is made.
struct Spec {
  std::vector<PartView> parts;
  std::vector<std::vector<double>> params;
  std::vector<BlobView> blobs;
  KernelSetup setup;
};

KernelId kernel_of(const Napi::Value& v, const char* name) {
  const std::string text = string_of(v, name);
  const std::uint32_t id = find_kernel(text);
  if (id == kKernelCount) throw wrong(v.Env(), "no kernel is named " + text);
  return static_cast<KernelId>(id);
}

void read_parts(const Napi::Object& from, Spec& spec) {
  const Napi::Array parts = array_of(from.Get("parts"), "parts");
  spec.parts.resize(parts.Length());
  spec.params.resize(parts.Length());
  for (std::uint32_t p = 0; p < parts.Length(); ++p) {
    const Napi::Object part = object_of(parts.Get(p), "parts");
    PartView& view = spec.parts[p];
    view.type = kernel_of(part.Get("type"), "type");
    view.state_key = bits_of(part.Get("stateKey"), "stateKey");
    view.state_layout = bits_of(part.Get("stateLayout"), "stateLayout");
    view.read_first = count_of(part.Get("readFirst"), "readFirst", kMostChannels);
    view.read_count = count_of(part.Get("readCount"), "readCount", kMostChannels);
    view.write_first = count_of(part.Get("writeFirst"), "writeFirst", kMostChannels);
    view.write_count = count_of(part.Get("writeCount"), "writeCount", kMostChannels);
    spec.params[p] = numbers_of(part.Get("params"), "params");
    view.params = spec.params[p].data();
    if (spec.params[p].size() != kernel_param_count(view.type))
      throw wrong(from.Env(), std::string(kernel_name(view.type)) + " takes " + std::to_string(kernel_param_count(view.type)) +
                                  " params, not " + std::to_string(spec.params[p].size()));
  }
  spec.setup.parts = spec.parts;
}

void read_blobs(const Napi::Object& from, Spec& spec) {
  const Napi::Array blobs = array_of(from.Get("blobs"), "blobs");
  spec.blobs.resize(blobs.Length());
  for (std::uint32_t b = 0; b < blobs.Length(); ++b) {
    const Napi::Object blob = object_of(blobs.Get(b), "blobs");
    BlobView& view = spec.blobs[b];
    view.rows = count_of(blob.Get("rows"), "rows", 1u << 24);
    view.columns = count_of(blob.Get("columns"), "columns", 1u << 24);
    view.data = samples_of(blob.Get("data"), "data", std::size_t{view.rows} * view.columns);
  }
  spec.setup.blobs = spec.blobs;
}

}  // namespace

Napi::Function KernelObject::define(Napi::Env env) {
  return DefineClass(env, "Kernel",
                     {InstanceMethod<&KernelObject::process>("process"), InstanceMethod<&KernelObject::update>("update"),
                      InstanceMethod<&KernelObject::reset>("reset"), InstanceMethod<&KernelObject::adopt>("adopt"),
                      InstanceMethod<&KernelObject::connect>("connect"),
                      InstanceMethod<&KernelObject::read_out>("readOut"),
                      InstanceAccessor<&KernelObject::allocations>("allocations")});
}

KernelObject::KernelObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const Napi::Object from = object_of(info[0], "spec");
  Spec spec;
  id_ = kernel_of(from.Get("kernel"), "kernel");
  spec.setup.rate_hz = number_of(from.Get("rateHz"), "rateHz");
  spec.setup.max_frames = max_frames_ = count_of(from.Get("maxFrames"), "maxFrames", kMostFrames);
  spec.setup.reads = count_of(from.Get("reads"), "reads", kMostChannels);
  spec.setup.writes = count_of(from.Get("writes"), "writes", kMostChannels);
  read_parts(from, spec);
  read_blobs(from, spec);
  for (const PartView& part : spec.parts) types_.push_back(part.type);
  params_ = spec.params;
  in_.resize(spec.setup.reads);
  out_.resize(spec.setup.writes);
  if (id_ == KernelId::device_read || id_ == KernelId::device_write)
    throw wrong(info.Env(), "ops of devices run in a plan only");
  try {
    std::string why;
    kernel_ = make_checked(id_, spec.setup, why);
    if (!kernel_) throw wrong(info.Env(), why);
    kernel_->allocate_states();
    scratch_ = ChannelArena(kernel_->scratch(), max_frames_);
    scratch_at_ = scratch_.pointers();
  } catch (const std::bad_alloc&) {
    throw Napi::Error::New(info.Env(), "out of memory");
  }
}

std::uint32_t KernelObject::part_of(const Napi::Value& v) const {
  const std::uint32_t part = count_of(v, "part", kMostChannels);
  if (part >= kernel_->part_count()) throw wrong(v.Env(), "the kernel has no part " + std::to_string(part));
  return part;
}

KernelObject& KernelObject::other_of(const Napi::Value& v) const {
  const Napi::Object object = object_of(v, "other");
  if (!object.InstanceOf(Value().Get("constructor").As<Napi::Function>())) throw wrong(v.Env(), "other must be a Kernel");
  return *Unwrap(object);
}

void KernelObject::process(const Napi::CallbackInfo& info) {
  const Napi::Array inputs = array_of(info[0], "inputs");
  const Napi::Array outputs = array_of(info[1], "outputs");
  const std::uint32_t frames = count_of(info[2], "frames", max_frames_);
  const std::uint32_t offset = info[3].IsUndefined() ? 0 : count_of(info[3], "offset", 1u << 31);
  if (inputs.Length() != in_.size() || outputs.Length() != out_.size())
    throw wrong(info.Env(), "process needs " + std::to_string(in_.size()) + " inputs and " + std::to_string(out_.size()) + " outputs");
  const std::size_t needed = std::size_t{offset} + frames;
  for (std::uint32_t i = 0; i < in_.size(); ++i) in_[i] = samples_of(inputs.Get(i), "inputs", needed) + offset;
  for (std::uint32_t i = 0; i < out_.size(); ++i) out_[i] = samples_of(outputs.Get(i), "outputs", needed) + offset;

  const FlushDenormals flush;
  const AllocationScope scope;
  kernel_->process({in_.data(), out_.data(), frames, frame_, scratch_at_.data()});
  allocations_ = scope.count();
  frame_ += frames;
}

void KernelObject::update(const Napi::CallbackInfo& info) {
  const std::uint32_t part = part_of(info[0]);
  const std::vector<double> params = numbers_of(info[1], "params");
  if (params.size() != params_[part].size()) throw wrong(info.Env(), "wrong number of params");
  if (const std::string why = check_live(types_[part], params_[part].data(), params.data()); !why.empty())
    throw wrong(info.Env(), why);
  params_[part] = params;
  const FlushDenormals flush;
  kernel_->update(part, params.data());
}

void KernelObject::reset(const Napi::CallbackInfo&) {
  for (std::uint32_t p = 0; p < kernel_->part_count(); ++p) kernel_->reset(p);
}

void KernelObject::adopt(const Napi::CallbackInfo& info) {
  KernelObject& other = other_of(info[0]);
  if (other.id_ != id_ || other.kernel_->part_count() != kernel_->part_count())
    throw wrong(info.Env(), "states move between equal kernels only");
  for (std::uint32_t p = 0; p < kernel_->part_count(); ++p) kernel_->adopt(p, *other.kernel_, p);
  frame_ = other.frame_;
}

void KernelObject::connect(const Napi::CallbackInfo& info) {
  KernelObject& owner = other_of(info[0]);
  if (id_ != KernelId::feedback_in || owner.id_ != KernelId::feedback_out)
    throw wrong(info.Env(), "only feedback_in is connected, and only to feedback_out");
  kernel_->connect(*owner.kernel_);
  Value().Set("owner", owner.Value());  // keeps the line's owner alive
}

Napi::Value KernelObject::read_out(const Napi::CallbackInfo& info) {
  std::vector<double> values(kMostReadings);
  const std::uint32_t n = kernel_->read_out(part_of(info[0]), values.data(), kMostReadings);
  return samples_to(info.Env(), values.data(), n);
}

Napi::Value KernelObject::allocations(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(allocations_));
}

}  // namespace busbar
