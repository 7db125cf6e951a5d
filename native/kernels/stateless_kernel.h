// Base of kernels without state: what they do is settled at construction.
#pragma once

#include "kernels/kernel.h"

namespace busbar {

class StatelessKernel : public Kernel {
 public:
  void reset(std::uint32_t) noexcept final {}

 protected:
  using Kernel::Kernel;
  void* lay_out(std::uint32_t, Carver&) final { return nullptr; }
};

}  // namespace busbar
