// What a client of the HAL includes.
#pragma once

#include <CoreAudio/AudioHardware.h>
#include <CoreAudioTypes/CoreAudioTypes.h>
