// The one call by which Objective-C is spoken, for where no Mac's headers are. Its type says nothing: who calls it casts it to
// what the method takes, as on a Mac.
#pragma once

#include <objc/runtime.h>

extern "C" void objc_msgSend(void);
