// Classes and methods by name, for where no Mac's headers are.
#pragma once

using Class = struct objc_class*;
using SEL = struct objc_selector*;

extern "C" {
Class objc_getClass(const char* name);
SEL sel_registerName(const char* name);
}
