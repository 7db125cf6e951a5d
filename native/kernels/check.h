// What must hold before a kernel is made: the rules that descriptors state (generated/kernel_rules.h). In: a set-up
// from a plan or a test. Out: what is wrong with it. Control thread, but for what says otherwise.
#pragma once

#include <span>
#include <string>

#include "kernels/kernel.h"

namespace busbar {

/// Rates that a kernel must cope with, in Hz.
inline constexpr double kLowestRate = 1000;
inline constexpr double kHighestRate = 1e6;
/// Reads or writes of one op, at most.
inline constexpr std::uint32_t kMostChannels = 65536;

/// Kind and number of parts, their ranges, widths, and every param. Empty: fine.
std::string check_setup(KernelId kernel, const KernelSetup& setup);

/// The params of a part alone: as many as its type has, each finite and in its range, blobs of the right form.
std::string check_params(KernelId type, const double* params, std::span<const BlobView> blobs);

/// Empty when `to` differs from `from` in live params only, and those are in range.
std::string check_live(KernelId type, const double* from, const double* to);

/// Live params alone: whether two sets agree, and one carried into another. Audio thread.
bool equal_live(KernelId type, const double* a, const double* b) noexcept;
void copy_live(KernelId type, const double* from, double* to) noexcept;

/// Bytes of the tables that a part's params name: what its kernel may copy.
std::uint64_t table_bytes(KernelId type, const double* params, std::span<const BlobView> blobs);

/// Checks, makes the kernel (whose factory may still refuse by nullptr) and leaves its states to be allocated.
/// Null: `why` says what is wrong.
std::unique_ptr<Kernel> make_checked(KernelId kernel, const KernelSetup& setup, std::string& why);

}  // namespace busbar
