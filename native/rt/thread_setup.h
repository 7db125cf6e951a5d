// What any audio thread needs before its first cycle, whoever started it: ours or a device's server.
#pragma once

namespace busbar {

/// Every page of stack that calls will use is there and stays there, and so are the thread's own variables. False where
/// it may not be locked.
bool prepare_stack() noexcept;
/// The same for a thread that somebody else made, with a small stack (JACK's: 256 KiB in all).
bool prepare_small_stack() noexcept;

/// Signals that are sent to the process are for other threads; what this thread itself does wrong still reaches it.
void block_signals() noexcept;

}  // namespace busbar
